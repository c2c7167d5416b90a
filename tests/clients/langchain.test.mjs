import assert from "node:assert/strict";
import { test } from "node:test";
import { HumanMessage, SystemMessage, ToolMessage } from "@langchain/core/messages";
import { tool } from "@langchain/core/tools";
import { ChatMistralAI, MistralAI, MistralAIEmbeddings } from "@langchain/mistralai";
import { z } from "zod";
import { apiKey, image, startEmulator, withoutVersion } from "./emulator.mjs";

const settings = { apiKey, serverURL: withoutVersion(await startEmulator()), maxRetries: 0 };
const model = new ChatMistralAI({ ...settings, model: "mistral-small-latest" });

const getWeather = tool(({ city }) => `${city}: sunny`, {
  name: "get_weather",
  description: "Returns the weather of a city.",
  schema: z.object({ city: z.string().describe("The city.") }),
});

test("chat has text and usage", async () => {
  const message = await model.invoke([new SystemMessage("Be brief."), new HumanMessage("Hello")]);

  assert.equal(message.content, 'You said: "Hello".');
  assert.ok(message.usage_metadata.total_tokens > 0);
});

test("streamed chat has the same text as chat", async () => {
  let message;
  for await (const chunk of await model.stream("Hello"))
    message = message ? message.concat(chunk) : chunk;

  assert.equal(message.content, 'You said: "Hello".');
});

test("zod tools run in several steps", async () => {
  const withTools = model.bindTools([getWeather]);
  const messages = [new HumanMessage("The weather in Paris and Lyon?")];
  const calls = await withTools.invoke(messages);
  assert.deepEqual(calls.tool_calls.map(call => call.args.city), ["Paris", "Lyon"]);

  messages.push(calls);
  for (const call of calls.tool_calls)
    messages.push(new ToolMessage({ content: await getWeather.invoke(call.args), tool_call_id: call.id, name: call.name }));
  const response = await withTools.invoke(messages);
  assert.match(response.content, /Paris: sunny.*Lyon: sunny/s);

  const last = await withTools.invoke([...messages, response, new HumanMessage("Thanks")]);
  assert.equal(last.content, 'You said: "Thanks".');
});

test("streamed tool calls are complete", async () => {
  let message;
  for await (const chunk of await model.bindTools([getWeather]).stream("The weather in Paris?"))
    message = message ? message.concat(chunk) : chunk;

  assert.deepEqual(message.tool_calls.map(call => [call.name, call.args.city]), [["get_weather", "Paris"]]);
});

for (const method of ["jsonSchema", "functionCalling", "jsonMode"]) {
  test(`structured output by ${method} is parsed`, async () => {
    const schema = method === "jsonMode" ? z.object({ response: z.string() }) : z.object({ name: z.string(), population: z.number() });
    const result = await model.withStructuredOutput(schema, { method, name: "city" })
      .invoke("As JSON: the name is Paris, population 2000000");

    assert.equal(schema.safeParse(result).success, true, JSON.stringify(result));
    if (method !== "jsonMode")
      assert.equal(result.population, 2000000);
  });
}

test("streamed structured output ends with the object", async () => {
  const schema = z.object({ name: z.string(), population: z.number() });
  let result;
  for await (const part of await model.withStructuredOutput(schema, { method: "jsonSchema", name: "city" })
    .stream("The name is Paris, population 2000000"))
    result = part;

  assert.equal(result.population, 2000000);
});

test("required tool choice calls the tool", async () => {
  const message = await model.bindTools([getWeather], { tool_choice: "any" }).invoke("Hello");

  assert.deepEqual(message.tool_calls.map(call => call.name), ["get_weather"]);
});

test("several chats run at the same time", async () => {
  const messages = await model.batch(["One", "Two"]);

  assert.deepEqual(messages.map(message => message.content), ['You said: "One".', 'You said: "Two".']);
});

test("images are accepted", async () => {
  const message = await model.invoke([new HumanMessage({
    content: [{ type: "text", text: "Look" }, { type: "image_url", image_url: image }],
  })]);

  assert.match(message.content, /1 image \(image\/png/);
});

test("embeddings have 1024 dimensions", async () => {
  const vectors = await new MistralAIEmbeddings({ ...settings, model: "mistral-embed" }).embedDocuments(["one", "two"]);

  assert.deepEqual(vectors.map(vector => vector.length), [1024, 1024]);
});

test("FIM completes code", async () => {
  const text = await new MistralAI({ ...settings, model: "codestral-latest" }).invoke("def add(a, b):", { suffix: "\nprint(add(1, 2))" });

  assert.match(text, /return a \+ b/);
});

test("embedding of a query equals the embedding of a document", async () => {
  const embeddings = new MistralAIEmbeddings({ ...settings, model: "mistral-embed" });

  assert.deepEqual(await embeddings.embedQuery("one"), (await embeddings.embedDocuments(["one"]))[0]);
});

test("streamed FIM has the same code as a completion", async () => {
  let code = "";
  for await (const part of await new MistralAI({ ...settings, model: "codestral-latest" })
    .stream("def add(a, b):", { suffix: "\nprint(add(1, 2))" }))
    code += part;

  assert.match(code, /return a \+ b/);
});

test("wrong API key is 401", async () => {
  const request = new ChatMistralAI({ ...settings, apiKey: "wrong-key-0123456789" }).invoke("Hello");

  await assert.rejects(request, error => error.statusCode === 401);
});
