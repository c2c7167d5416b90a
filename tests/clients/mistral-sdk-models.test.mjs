import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { Mistral } from "@mistralai/mistralai";
import { apiKey, startEmulator, withoutVersion } from "./emulator.mjs";

const baseURL = await startEmulator();
const client = new Mistral({ apiKey, serverURL: withoutVersion(baseURL) });
// The emulator flags the names of categories in capital letters.
const messages = [{ role: "user", content: "A text with PII" }];

test("texts and chats are moderated", async () => {
  const model = "mistral-moderation-latest";
  const texts = await client.classifiers.moderate({ model, inputs: ["A text", "A text with PII"] });
  const chat = await client.classifiers.moderateChat({ model, inputs: messages });

  assert.deepEqual(texts.results.map(result => result.categories.pii), [false, true]);
  assert.ok(texts.results[1].categoryScores.pii > texts.results[0].categoryScores.pii);
  assert.equal(chat.results[0].categories.pii, true);
});

test("fine-tuned classifier classifies texts and chats", async () => {
  const model = await createModel("classifier");
  const texts = await client.classifiers.classify({ model, inputs: ["One", "Two"] });
  const chat = await client.classifiers.classifyChat({ model, input: { messages } });

  assert.equal(texts.results.length, 2);
  assert.ok(Object.values(texts.results[0])[0].scores);
  assert.equal(chat.results.length, 1);
});

test("fine-tuned model is renamed, archived and deleted", async () => {
  const modelId = await createModel("completion");
  assert.equal((await client.models.update({ modelId, updateModelRequest: { name: "n", description: "d" } })).description, "d");
  assert.equal((await client.models.retrieve({ modelId })).name, "n");
  assert.equal((await client.models.archive({ modelId })).archived, true);
  assert.equal((await client.models.unarchive({ modelId })).archived, false);

  const response = await client.chat.complete({ model: modelId, messages: [{ role: "user", content: "Hello" }] });
  assert.equal(response.choices[0].message.content, 'You said: "Hello".');

  assert.equal((await client.models.delete({ modelId })).deleted, true);
  await assert.rejects(client.models.retrieve({ modelId }), error => error.statusCode === 404);
});

// Fine-tunes a model with requests of its own, because the SDK has no fine-tuning jobs.
async function createModel(jobType) {
  const content = new Blob(['{"messages":[]}']);
  const { id } = await client.files.upload({ file: { fileName: "training.jsonl", content }, purpose: "fine-tune" });
  const job = await send("POST", "/fine_tuning/jobs", {
    model: "ministral-3b-latest",
    job_type: jobType,
    training_files: [{ file_id: id }],
    hyperparameters: {},
    ...jobType === "classifier" ? { classifier_targets: [{ name: "mood", labels: ["good", "bad"] }] } : {},
  });
  for (;;) {
    const { status, fine_tuned_model: model } = await send("GET", `/fine_tuning/jobs/${job.id}`);
    if (model)
      return model;
    assert.match(status, /QUEUED|VALIDATING|VALIDATED|STARTED|RUNNING/);
    await setTimeout(50);
  }
}

async function send(method, path, body) {
  const headers = { authorization: `Bearer ${apiKey}`, "content-type": "application/json" };
  const response = await fetch(`${baseURL}${path}`, { method, body: JSON.stringify(body), headers });
  assert.equal(response.status, 200, await response.clone().text());
  return await response.json();
}
