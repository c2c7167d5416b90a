// The client of OpenAI with Mistral's base URL, as many programs use it.

import assert from "node:assert/strict";
import { test } from "node:test";
import OpenAI, { APIError } from "openai";
import { zodResponseFormat } from "openai/helpers/zod";
import { z } from "zod";
import { apiKey, image, startEmulator } from "./emulator.mjs";

const settings = { apiKey, baseURL: await startEmulator(), maxRetries: 0 };
const client = new OpenAI(settings);
const model = "mistral-small-latest";

const getWeather = {
  type: "function",
  function: {
    name: "get_weather",
    description: "Returns the weather of a city.",
    parameters: z.toJSONSchema(z.object({ city: z.string() })),
    parse: JSON.parse,
    function: ({ city }) => `${city}: sunny`,
  },
};

test("chat completion has text and usage", async () => {
  const response = await client.chat.completions.create({ model, messages: [{ role: "user", content: "Hello" }] });

  assert.equal(response.choices[0].message.content, 'You said: "Hello".');
  assert.ok(response.usage.prompt_tokens_details.cached_tokens >= 0);
});

test("streamed chat completion has the same text as a completion", async () => {
  const stream = client.chat.completions.stream({ model, messages: [{ role: "user", content: "Hello" }] });
  const response = await stream.finalChatCompletion();

  assert.equal(response.choices[0].message.content, 'You said: "Hello".');
});

for (const stream of [false, true]) {
  test(`tools run in several steps with stream ${stream}`, async () => {
    const runner = client.chat.completions.runTools({
      model, stream, messages: [{ role: "user", content: "The weather in Paris?" }], tools: [getWeather],
    });

    assert.match(await runner.finalContent(), /Paris: sunny/);
  });
}

test("structured output is parsed with zod", async () => {
  const response = await client.chat.completions.parse({
    model,
    messages: [{ role: "user", content: "The name is Paris, population 2000000" }],
    response_format: zodResponseFormat(z.object({ name: z.string(), population: z.number() }), "city"),
  });

  assert.equal(response.choices[0].message.parsed.population, 2000000);
});

test("images are accepted", async () => {
  const response = await client.chat.completions.create({
    model,
    messages: [{ role: "user", content: [{ type: "text", text: "Look" }, { type: "image_url", image_url: { url: image } }] }],
  });

  assert.match(response.choices[0].message.content, /1 image \(image\/png/);
});

test("embeddings have 1024 dimensions as floats and as base64", async () => {
  // The client asks for base64 unless an encoding format is set.
  for (const encoding_format of [undefined, "float"]) {
    const response = await client.embeddings.create({ model: "mistral-embed", input: ["one", "two"], encoding_format });

    assert.deepEqual(response.data.map(item => item.embedding.length), [1024, 1024]);
  }
});

test("models are listed", async () => {
  const ids = [];
  for await (const card of client.models.list())
    ids.push(card.id);

  assert.ok(ids.includes(model));
});

test("errors have the status code", async () => {
  const unauthorized = new OpenAI({ ...settings, apiKey: "wrong-key-0123456789" }).models.list();
  await assert.rejects(unauthorized, error => error instanceof APIError && error.status === 401);

  // Mistral rejects fields that it does not know, such as max_completion_tokens.
  const unknownField = client.chat.completions.create({ model, messages: [{ role: "user", content: "Hello" }], max_completion_tokens: 5 });
  await assert.rejects(unknownField, error => error instanceof APIError && error.status === 422);
});
