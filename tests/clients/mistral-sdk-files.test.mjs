import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { Mistral } from "@mistralai/mistralai";
import { z } from "zod";
import { apiKey, image, startEmulator, withoutVersion } from "./emulator.mjs";

const serverURL = withoutVersion(await startEmulator());
const client = new Mistral({ apiKey, serverURL });
const model = "mistral-small-latest";
const ocrModel = "mistral-ocr-latest";
const invoice = readFileSync(new URL("../../samples/Assets/invoice.pdf", import.meta.url));

const readBytes = async stream => Buffer.from(await new Response(stream).arrayBuffer());

const upload = (content, fileName, purpose) => client.files.upload({ file: { fileName, content: new Blob([content]) }, purpose });

const createFormat = schema => (
  { type: "json_schema", jsonSchema: { name: "fields", schemaDefinition: z.toJSONSchema(schema), strict: true } });

const batchRequest = (id, text) => ({ customId: id, body: { messages: [{ role: "user", content: text }] } });

// Waits until the job has ended.
async function waitFor(job, inline) {
  while (["QUEUED", "RUNNING"].includes(job.status)) {
    await setTimeout(20);
    job = await client.batch.jobs.get({ jobId: job.id, inline });
  }
  return job;
}

test("file is uploaded, listed, downloaded and deleted", async () => {
  const { id: fileId } = await upload(invoice, "invoice.pdf", "ocr");

  const file = await client.files.retrieve({ fileId });
  assert.deepEqual([file.filename, file.sizeBytes, file.purpose], ["invoice.pdf", invoice.length, "ocr"]);
  assert.ok((await client.files.list({ purpose: "ocr" })).data.some(listed => listed.id === fileId));
  assert.ok(invoice.equals(await readBytes(await client.files.download({ fileId }))));

  const { url } = await client.files.getSignedUrl({ fileId });
  assert.ok(invoice.equals(await readBytes((await fetch(url)).body)));

  assert.equal((await client.files.delete({ fileId })).deleted, true);
  await assert.rejects(client.files.retrieve({ fileId }), error => error.statusCode === 404);
});

test("OCR of an uploaded file has pages, blocks and annotations", async () => {
  const { id: fileId } = await upload(invoice, "invoice.pdf", "ocr");
  const response = await client.ocr.process({
    model: ocrModel,
    document: { type: "file", fileId },
    documentAnnotationFormat: createFormat(z.object({ customer: z.string(), total: z.number() })),
    includeBlocks: true,
    confidenceScoresGranularity: "page",
  });

  assert.match(response.pages[0].markdown, /Invoice/i);
  assert.ok(response.pages[0].blocks.length > 0);
  assert.ok(response.pages[0].confidenceScores.averagePageConfidenceScore > 0);
  assert.equal(typeof JSON.parse(response.documentAnnotation).total, "number");
  assert.equal(response.usageInfo.pagesProcessed, response.pages.length);
});

test("OCR of a document URL returns images and their annotations", async () => {
  const response = await client.ocr.process({
    model: ocrModel,
    document: { type: "document_url", documentUrl: `data:application/pdf;base64,${invoice.toString("base64")}` },
    pages: [0],
    includeImageBase64: true,
    tableFormat: "html",
  });
  assert.equal(response.pages.length, 1);

  const annotated = await client.ocr.process({
    model: ocrModel,
    document: { type: "image_url", imageUrl: { url: image } },
    includeImageBase64: true,
    bboxAnnotationFormat: createFormat(z.object({ caption: z.string() })),
  });
  const [{ imageBase64, imageAnnotation }] = annotated.pages[0].images;
  assert.equal(imageBase64, image);
  assert.equal(typeof JSON.parse(imageAnnotation).caption, "string");
});

test("batch job of inline requests returns inline outputs", async () => {
  const job = await waitFor(await client.batch.jobs.create({
    endpoint: "/v1/chat/completions", model, requests: [batchRequest("a", "One"), batchRequest("b", "Two")], metadata: { run: "inline" },
  }), true);

  assert.deepEqual([job.status, job.succeededRequests, job.failedRequests], ["SUCCESS", 2, 0]);
  const texts = job.outputs.map(output => output.response.body.choices[0].message.content);
  assert.deepEqual(texts.sort(), ['You said: "One".', 'You said: "Two".']);
});

test("batch job of a file writes a file with outputs and a file with errors", async () => {
  const lines = [
    { custom_id: "a", body: { messages: [{ role: "user", content: "One" }] } },
    { custom_id: "b", body: { messages: [] } },
  ];
  const { id } = await upload(lines.map(line => JSON.stringify(line)).join("\n"), "requests.jsonl", "batch");
  const job = await waitFor(await client.batch.jobs.create({ endpoint: "/v1/chat/completions", model, inputFiles: [id] }));

  assert.deepEqual([job.succeededRequests, job.failedRequests], [1, 1]);
  const output = JSON.parse(await readBytes(await client.files.download({ fileId: job.outputFile })));
  assert.equal(output.custom_id, "a");
  const error = JSON.parse(await readBytes(await client.files.download({ fileId: job.errorFile })));
  assert.equal(error.custom_id, "b");
});

test("batch jobs are listed, cancelled and deleted", async () => {
  const metadata = { run: "cancelled" };
  const requests = Array.from({ length: 50 }, (_, index) => batchRequest(`${index}`, `Text ${index}`));
  const { id: jobId } = await client.batch.jobs.create({ endpoint: "/v1/chat/completions", model, requests, metadata });
  await client.batch.jobs.cancel({ jobId });

  const list = await client.batch.jobs.list({ metadata });
  assert.deepEqual(list.data.map(job => job.id), [jobId]);
  assert.ok((await waitFor(list.data[0])).status.match(/CANCEL|SUCCESS/));
  assert.equal((await client.batch.jobs.delete({ jobId })).deleted, true);
});
