import assert from "node:assert/strict";
import { test } from "node:test";
import { createMistral } from "@ai-sdk/mistral";
import {
  APICallError, Output, embed, embedMany, experimental_generateSpeech as generateSpeech, generateObject, generateText, stepCountIs, streamObject,
  streamText, tool,
} from "ai";
import { z } from "zod";
import { apiKey, image, startEmulator } from "./emulator.mjs";

const baseURL = await startEmulator();
const mistral = createMistral({ apiKey, baseURL });
const model = mistral("mistral-small-latest");
const maxRetries = 0;

const tools = {
  get_weather: tool({
    description: "Returns the weather of a city.",
    inputSchema: z.object({ city: z.string() }),
    execute: ({ city }) => `${city}: sunny`,
  }),
};

test("generated text has usage", async () => {
  const result = await generateText({ model, prompt: "Hello", maxRetries });

  assert.equal(result.text, 'You said: "Hello".');
  assert.ok(result.usage.outputTokens > 0);
});

test("streamed text equals the generated text", async () => {
  const result = streamText({ model, prompt: "Hello", maxRetries });
  let text = "";
  for await (const part of result.textStream)
    text += part;

  assert.equal(text, 'You said: "Hello".');
  assert.equal(await result.finishReason, "stop");
});

test("zod tools run in several steps", async () => {
  const result = await generateText({ model, tools, stopWhen: stepCountIs(3), prompt: "The weather in Paris and Lyon?", maxRetries });

  assert.equal(result.steps.length, 2);
  assert.deepEqual(result.steps[0].toolCalls.map(call => call.input.city), ["Paris", "Lyon"]);
  assert.match(result.text, /Paris: sunny.*Lyon: sunny/s);

  const last = await generateText({
    model, tools, maxRetries,
    messages: [{ role: "user", content: "The weather in Paris?" }, ...result.response.messages, { role: "user", content: "Thanks" }],
  });
  assert.equal(last.text, 'You said: "Thanks".');
});

test("streamed tools run in several steps", async () => {
  const result = streamText({ model, tools, stopWhen: stepCountIs(3), prompt: "The weather in Paris?", maxRetries });
  await result.consumeStream();

  assert.equal((await result.steps).length, 2);
  assert.match(await result.text, /Paris: sunny/);
});

test("required tool choice calls the tool", async () => {
  const result = await generateText({ model, tools, toolChoice: "required", prompt: "Hello", maxRetries });

  assert.deepEqual(result.toolCalls.map(call => call.toolName), ["get_weather"]);
});

test("structured output is parsed with zod", async () => {
  const schema = z.object({ name: z.string(), population: z.number() });
  const options = { model, output: Output.object({ schema }), prompt: "The name is Paris, population 2000000", maxRetries };
  const result = await generateText(options);
  assert.equal(result.output.population, 2000000);

  const stream = streamText(options);
  await stream.consumeStream();
  assert.equal((await stream.output).population, 2000000);
});

test("generated and streamed objects are parsed with zod", async () => {
  const options = { model, schema: z.object({ name: z.string(), population: z.number() }), prompt: "The name is Paris, population 2000000" };
  const { object } = await generateObject({ ...options, maxRetries });
  assert.equal(object.population, 2000000);

  const stream = streamObject({ ...options, maxRetries });
  const parts = [];
  for await (const part of stream.partialObjectStream)
    parts.push(part);
  assert.deepEqual(await stream.object, object);
  assert.deepEqual(parts.at(-1), object);
});

test("object without a schema is JSON", async () => {
  const { object } = await generateObject({ model, output: "no-schema", prompt: "Reply as JSON", maxRetries });

  assert.equal(typeof object, "object");
});

test("images and PDF files are accepted", async () => {
  const pdf = { type: "file", data: Buffer.from("%PDF-1.4\n"), mediaType: "application/pdf" };
  const result = await generateText({
    model, maxRetries,
    messages: [{ role: "user", content: [{ type: "text", text: "Look" }, { type: "image", image }, pdf] }],
  });

  assert.match(result.text, /1 image \(image\/png.*1 document/);
});

test("reasoning is separate from the text", async () => {
  const result = await generateText({
    model, maxRetries, prompt: "Think", providerOptions: { mistral: { reasoningEffort: "high" } },
  });

  assert.match(result.reasoningText, /Think/);
  assert.equal(result.text, 'You said: "Think".');
});

test("streamed reasoning is separate from the text", async () => {
  const result = streamText({ model, maxRetries, prompt: "Think", providerOptions: { mistral: { reasoningEffort: "high" } } });
  await result.consumeStream();

  assert.match(await result.reasoningText, /Think/);
  assert.equal(await result.text, 'You said: "Think".');
});

test("reasoning is sent back", async () => {
  const providerOptions = { mistral: { reasoningEffort: "high" } };
  const { response } = await generateText({ model, maxRetries, prompt: "Think", providerOptions });
  const last = await generateText({
    model, maxRetries, providerOptions,
    messages: [{ role: "user", content: "Think" }, ...response.messages, { role: "user", content: "Thanks" }],
  });

  assert.equal(last.text, 'You said: "Thanks".');
});

test("provider options and settings are accepted", async () => {
  const result = await generateText({
    model, maxRetries, prompt: "Hello", maxOutputTokens: 2, temperature: 0.5, topP: 0.9, seed: 7, stopSequences: ["###"],
    providerOptions: { mistral: { safePrompt: true, parallelToolCalls: false } },
  });

  assert.equal(result.finishReason, "length");
});

test("speech has the audio", async () => {
  const { audio } = await generateSpeech({ model: mistral.speech("voxtral-mini-tts-2603"), text: "Hello", voice: "en_paul_neutral", maxRetries });

  assert.ok(audio.uint8Array.length > 0);
  assert.match(audio.mediaType, /^audio\//);
});

test("embedding of one value equals that of many", async () => {
  const embedding = mistral.embedding("mistral-embed");
  const one = await embed({ model: embedding, value: "one", maxRetries });
  const many = await embedMany({ model: embedding, values: ["one"], maxRetries });

  assert.deepEqual(one.embedding, many.embeddings[0]);
  assert.ok(one.usage.tokens > 0);
});

test("embeddings have 1024 dimensions", async () => {
  const result = await embedMany({ model: mistral.embedding("mistral-embed"), values: ["one", "two"], maxRetries });

  assert.deepEqual(result.embeddings.map(vector => vector.length), [1024, 1024]);
});

test("errors have the status code and the message of the API", async () => {
  const unauthorized = generateText({ model: createMistral({ apiKey: "wrong-key-0123456789", baseURL })("mistral-small-latest"), prompt: "Hello", maxRetries });
  await assert.rejects(unauthorized, error => APICallError.isInstance(error) && error.statusCode === 401);

  const invalid = generateText({ model, prompt: "Hello", topP: 7, maxRetries });
  await assert.rejects(invalid, error => APICallError.isInstance(error) && error.statusCode === 422 && /top_p/.test(error.responseBody));
});
