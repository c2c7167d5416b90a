// The official SDK against samples/Gateway, a server with Mistral's endpoints for any IChatClient.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Mistral } from "@mistralai/mistralai";
import { z } from "zod";
import { apiKey, image } from "./emulator.mjs";

const program = fileURLToPath(new URL("../../samples/Gateway/bin/Debug/net10.0/Gateway.dll", import.meta.url));
const serverURL = await startGateway();
const client = new Mistral({ apiKey, serverURL, retryConfig: { strategy: "none" } });
const model = "mistral-small-latest";

async function startGateway() {
  const { MISTRAL_API_KEY, MISTRAL_EMULATOR_ENDPOINT, ...env } = process.env;
  const gateway = spawn("dotnet", [program, "--urls", "http://127.0.0.1:0"], { env, stdio: ["ignore", "pipe", "inherit"] });
  after(async () => {
    gateway.kill();
    await once(gateway, "exit");
  });
  for await (const line of createInterface({ input: gateway.stdout })) {
    const url = line.match(/Now listening on: (\S+)/)?.[1];
    if (url) {
      gateway.stdout.resume();
      return url;
    }
  }
  throw new Error(`The gateway did not start. Build the solution first, then check ${program}.`);
}

const weather = {
  type: "function",
  function: {
    name: "get_weather",
    description: "Returns the weather of a city.",
    parameters: z.toJSONSchema(z.object({ city: z.string() })),
  },
};

test("chat completion has text and usage", async () => {
  const response = await client.chat.complete({ model, messages: [{ role: "user", content: "Hello" }] });

  assert.equal(response.choices[0].message.content, 'You said: "Hello".');
  assert.equal(response.choices[0].finishReason, "stop");
  assert.equal(response.object, "chat.completion");
  assert.ok(response.usage.totalTokens > 0);
});

test("streamed chat completion has the same text as a completion", async () => {
  let text = "";
  const chunks = [];
  for await (const { data } of await client.chat.stream({ model, messages: [{ role: "user", content: "Hello" }] })) {
    text += data.choices[0].delta.content ?? "";
    chunks.push(data);
  }

  assert.equal(text, 'You said: "Hello".');
  assert.deepEqual(chunks.map(chunk => chunk.choices[0].delta.role).filter(role => role), ["assistant"]);
  assert.deepEqual(chunks.map(chunk => chunk.choices[0].finishReason).filter(reason => reason), ["stop"]);
  assert.ok(chunks.at(-1).usage.totalTokens > 0);
  assert.equal(new Set(chunks.map(chunk => chunk.id)).size, 1);
});

test("stream ends with the event [DONE]", async () => {
  const body = JSON.stringify({ model, stream: true, messages: [{ role: "user", content: "Hello" }] });
  const response = await fetch(`${serverURL}/v1/chat/completions`, {
    method: "POST",
    body,
    headers: { "content-type": "application/json" },
  });

  assert.match(response.headers.get("content-type"), /^text\/event-stream/);
  assert.match(await response.text(), /data: \[DONE\]\n\n$/);
});

test("tool calls run in several steps", async () => {
  const messages = [{ role: "user", content: "The weather in Paris and Lyon?" }];
  const calls = await client.chat.complete({ model, messages, tools: [weather] });
  const message = calls.choices[0].message;
  assert.equal(calls.choices[0].finishReason, "tool_calls");
  assert.deepEqual(message.toolCalls.map(call => JSON.parse(call.function.arguments).city), ["Paris", "Lyon"]);

  messages.push(message, ...message.toolCalls.map(call => (
    { role: "tool", toolCallId: call.id, name: call.function.name, content: `${JSON.parse(call.function.arguments).city}: sunny` })));
  const response = await client.chat.complete({ model, messages, tools: [weather] });
  assert.match(response.choices[0].message.content, /Paris: sunny.*Lyon: sunny/s);
});

test("streamed tool calls are complete and have distinct indexes", async () => {
  const calls = [];
  const messages = [{ role: "user", content: "The weather in Paris and Lyon?" }];
  for await (const { data } of await client.chat.stream({ model, messages, tools: [weather] }))
    calls.push(...data.choices[0].delta.toolCalls ?? []);

  assert.deepEqual(calls.map(call => JSON.parse(call.function.arguments).city), ["Paris", "Lyon"]);
  assert.deepEqual(calls.map(call => call.index), [0, 1]);
});

test("required tool is called", async () => {
  const messages = [{ role: "user", content: "Paris" }];
  const response = await client.chat.complete({ model, messages, tools: [weather], toolChoice: "any" });

  assert.equal(response.choices[0].message.toolCalls[0].function.name, "get_weather");
});

test("structured output is parsed with zod", async () => {
  const response = await client.chat.parse({
    model,
    messages: [{ role: "user", content: "The name is Paris, population 2000000" }],
    responseFormat: z.object({ name: z.string(), population: z.number().int() }),
  });

  assert.equal(response.choices[0].message.parsed.name, "Paris");
});

test("image is accepted", async () => {
  const content = [{ type: "text", text: "What is this?" }, { type: "image_url", imageUrl: image }];
  const response = await client.chat.complete({ model, messages: [{ role: "user", content }] });

  assert.ok(response.choices[0].message.content.length > 0);
});

test("embeddings are in the order of the inputs", async () => {
  const { data, usage, model: name } = await client.embeddings.create({ model: "mistral-embed", inputs: ["a", "b"] });
  const { data: [single] } = await client.embeddings.create({ model: "mistral-embed", inputs: ["b"] });

  assert.equal(name, "mistral-embed");
  assert.deepEqual(data.map(item => [item.index, item.embedding.length]), [[0, 1024], [1, 1024]]);
  assert.deepEqual(data[1].embedding, single.embedding);
  assert.ok(usage.promptTokens > 0);
});

test("models are listed", async () => {
  const { data } = await client.models.list();

  assert.deepEqual(data.map(card => card.id), ["mistral-small-latest", "mistral-embed"]);
});

test("error of the model is returned with its status and message", async () => {
  const messages = [{ role: "user", content: "Hello" }];
  const request = { model: "no-such-model", messages };
  for (const call of [() => client.chat.complete(request), () => client.chat.stream(request)])
    await assert.rejects(call, error => error.statusCode === 400 && JSON.parse(error.body).message.includes("no-such-model"));
});

test("invalid requests are errors with a message", async () => {
  const send = body => fetch(`${serverURL}/v1/chat/completions`, { method: "POST", body, headers: { "content-type": "application/json" } });
  for (const [body, status] of [['{"messages":5}', 422], ["{", 422], [JSON.stringify({ model, messages: [] }), 400]]) {
    const response = await send(body);
    const error = await response.json();
    assert.equal(response.status, status, body);
    assert.deepEqual([error.object, error.type], ["error", "invalid_request_error"]);
    assert.ok(error.message.length > 0);
  }
});
