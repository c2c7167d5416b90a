import assert from "node:assert/strict";
import { test } from "node:test";
import { Mistral } from "@mistralai/mistralai";
import * as errors from "@mistralai/mistralai/models/errors";
import { z } from "zod";
import { apiKey, image, startEmulator, withoutVersion } from "./emulator.mjs";

const serverURL = withoutVersion(await startEmulator());
const client = new Mistral({ apiKey, serverURL });
const model = "mistral-small-latest";

const weather = {
  type: "function",
  function: {
    name: "get_weather",
    description: "Returns the weather of a city.",
    parameters: z.toJSONSchema(z.object({ city: z.string(), unit: z.enum(["celsius", "fahrenheit"]).optional() })),
  },
};

test("chat completion has text and usage", async () => {
  const response = await client.chat.complete({ model, messages: [{ role: "user", content: "Hello" }] });

  assert.equal(response.choices[0].message.content, 'You said: "Hello".');
  assert.equal(response.choices[0].finishReason, "stop");
  assert.equal(response.usage.totalTokens, response.usage.promptTokens + response.usage.completionTokens);
});

test("streamed chat completion has the same text as a completion", async () => {
  let text = "", finishReason, usage;
  for await (const { data } of await client.chat.stream({ model, messages: [{ role: "user", content: "Hello" }] })) {
    text += data.choices[0].delta.content ?? "";
    finishReason = data.choices[0].finishReason ?? finishReason;
    usage = data.usage ?? usage;
  }

  assert.equal(text, 'You said: "Hello".');
  assert.equal(finishReason, "stop");
  assert.ok(usage.completionTokens > 0);
});

test("tool calls run in several steps", async () => {
  const messages = [{ role: "user", content: "The weather in Paris and Lyon?" }];
  const calls = await client.chat.complete({ model, messages, tools: [weather] });
  const message = calls.choices[0].message;
  assert.equal(calls.choices[0].finishReason, "tool_calls");
  assert.deepEqual(message.toolCalls.map(call => call.type), ["function", "function"]);
  assert.deepEqual(message.toolCalls.map(call => JSON.parse(call.function.arguments).city), ["Paris", "Lyon"]);

  messages.push(message, ...message.toolCalls.map(call => (
    { role: "tool", toolCallId: call.id, name: call.function.name, content: `${JSON.parse(call.function.arguments).city}: sunny` })));
  const response = await client.chat.complete({ model, messages, tools: [weather] });
  assert.match(response.choices[0].message.content, /Paris: sunny.*Lyon: sunny/s);

  messages.push(response.choices[0].message, { role: "user", content: "Thanks" });
  const last = await client.chat.complete({ model, messages, tools: [weather] });
  assert.equal(last.choices[0].message.content, 'You said: "Thanks".');
});

test("streamed tool calls are complete", async () => {
  const calls = [];
  const stream = await client.chat.stream({ model, messages: [{ role: "user", content: "The weather in Paris?" }], tools: [weather] });
  for await (const { data } of stream)
    calls.push(...data.choices[0].delta.toolCalls ?? []);

  assert.equal(calls.length, 1);
  assert.equal(calls[0].function.name, "get_weather");
  assert.equal(JSON.parse(calls[0].function.arguments).city, "Paris");
});

test("structured output is parsed with zod", async () => {
  const city = z.object({ name: z.string(), population: z.number().int(), tags: z.array(z.string()) });
  const response = await client.chat.parse({
    model,
    messages: [{ role: "user", content: "The name is Paris, population 2000000" }],
    responseFormat: city,
  });

  const parsed = response.choices[0].message.parsed;
  assert.equal(parsed.name, "Paris");
  assert.equal(parsed.population, 2000000);
});

test("streamed structured output is the JSON of the object", async () => {
  let json = "";
  for await (const { data } of await client.chat.parseStream({
    model,
    messages: [{ role: "user", content: "The name is Paris, population 2000000" }],
    responseFormat: z.object({ name: z.string(), population: z.number().int() }),
  }))
    json += data.choices[0].delta.content ?? "";

  assert.equal(JSON.parse(json).population, 2000000);
});

test("JSON mode returns an object", async () => {
  const response = await client.chat.complete({
    model, messages: [{ role: "user", content: "Reply as JSON" }], responseFormat: { type: "json_object" },
  });

  assert.equal(typeof JSON.parse(response.choices[0].message.content), "object");
});

test("reasoning has thinking and text", async () => {
  const response = await client.chat.complete({
    model, messages: [{ role: "user", content: "Think" }], reasoningEffort: "high",
  });

  assert.deepEqual(response.choices[0].message.content.map(chunk => chunk.type), ["thinking", "text"]);
});

test("streamed reasoning has thinking and text", async () => {
  let thinking = "", text = "";
  for await (const { data } of await client.chat.stream({ model, messages: [{ role: "user", content: "Think" }], reasoningEffort: "high" })) {
    const { content } = data.choices[0].delta;
    if (typeof content === "string")
      text += content;
    for (const chunk of Array.isArray(content) ? content : []) {
      text += chunk.type === "text" ? chunk.text : "";
      thinking += chunk.type === "thinking" ? chunk.thinking.map(part => part.text).join("") : "";
    }
  }

  assert.match(thinking, /Think/);
  assert.equal(text, 'You said: "Think".');
});

test("images and a prefix are accepted", async () => {
  const response = await client.chat.complete({
    model,
    messages: [
      { role: "user", content: [{ type: "text", text: "Look" }, { type: "image_url", imageUrl: image }] },
      { role: "assistant", content: "I see", prefix: true },
    ],
  });

  assert.match(response.choices[0].message.content, /^I see.*1 image \(image\/png/s);
});

test("documents, files and audio are accepted", async () => {
  const audio = (await client.audio.speech.complete({ input: "Hello", voiceId: "en_paul_neutral", responseFormat: "wav" })).audioData;
  const { id: fileId } = await client.files.upload({ file: { fileName: "a.pdf", content: new Blob(["%PDF-1.4\n"]) }, purpose: "ocr" });
  const document = { type: "document_url", documentUrl: `data:application/pdf;base64,${Buffer.from("%PDF-1.4\n").toString("base64")}` };
  const ask = (model, ...content) => client.chat.complete({ model, messages: [{ role: "user", content }] });

  const documents = await ask(model, { type: "text", text: "Look" }, document, { type: "file", fileId });
  assert.match(documents.choices[0].message.content, /1 document .* and 1 file/);
  const spoken = await ask("voxtral-mini-latest", { type: "text", text: "Listen" }, { type: "input_audio", inputAudio: audio });
  assert.match(spoken.choices[0].message.content, /audio/);
});

test("agent completes a chat and a stream", async () => {
  const { id: agentId } = await client.beta.agents.create({ model, name: "helper", instructions: "Be brief." });
  const request = { agentId, messages: [{ role: "user", content: "Hello" }] };
  const response = await client.agents.complete(request);
  let text = "";
  for await (const { data } of await client.agents.stream(request))
    text += data.choices[0].delta.content ?? "";

  assert.equal(response.choices[0].message.content, 'You said: "Hello".');
  assert.equal(text, 'You said: "Hello".');
});

test("embeddings have one vector for each input", async () => {
  const response = await client.embeddings.create({ model: "mistral-embed", inputs: ["one", "two"] });

  assert.deepEqual(response.data.map(item => item.index), [0, 1]);
  assert.deepEqual(response.data.map(item => item.embedding.length), [1024, 1024]);
});

test("FIM completes code", async () => {
  const response = await client.fim.complete({ model: "codestral-latest", prompt: "def add(a, b):", suffix: "\nprint(add(1, 2))" });

  assert.match(response.choices[0].message.content, /return a \+ b/);
});

test("embeddings have the dimensions and the type of the request", async () => {
  const response = await client.embeddings.create(
    { model: "codestral-embed", inputs: "one", outputDimension: 256, outputDtype: "int8" });

  assert.equal(response.data[0].embedding.length, 256);
  assert.ok(response.data[0].embedding.every(Number.isInteger));
});

test("streamed FIM has the same code as a completion", async () => {
  let code = "";
  for await (const { data } of await client.fim.stream({ model: "codestral-latest", prompt: "def add(a, b):", suffix: "\nprint(add(1, 2))" }))
    code += data.choices[0].delta.content ?? "";

  assert.match(code, /return a \+ b/);
});

test("OCR reads an image", async () => {
  const response = await client.ocr.process({ model: "mistral-ocr-latest", document: { type: "image_url", imageUrl: image } });

  assert.equal(response.pages.length, 1);
  assert.match(response.pages[0].markdown, /image\/png/);
});

test("models are listed and found by ID", async () => {
  const list = await client.models.list();
  assert.ok(list.data.some(card => card.id === model));

  const card = await client.models.retrieve({ modelId: model });
  assert.equal(card.capabilities.completionChat, true);
});

test("invalid field is a validation error with details", async () => {
  const request = client.chat.complete({ model, messages: [{ role: "user", content: "Hello" }], topP: 7 });

  await assert.rejects(request, error => {
    assert.ok(error instanceof errors.HTTPValidationError, `${error.name}: ${error.message}`);
    assert.deepEqual(error.detail[0].loc.at(-1), "top_p");
    return true;
  });
});

test("wrong API key is 401", async () => {
  const request = new Mistral({ apiKey: "wrong-key-0123456789", serverURL })
    .chat.complete({ model, messages: [{ role: "user", content: "Hello" }] });

  await assert.rejects(request, error => error instanceof errors.MistralError && error.statusCode === 401);
});

test("unknown model is 400", async () => {
  const request = client.chat.complete({ model: "no-such-model", messages: [{ role: "user", content: "Hello" }] });

  await assert.rejects(request, error => error instanceof errors.MistralError && error.statusCode === 400);
});
