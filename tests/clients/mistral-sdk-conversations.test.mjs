import assert from "node:assert/strict";
import { test } from "node:test";
import { Mistral } from "@mistralai/mistralai";
import { apiKey, startEmulator, withoutVersion } from "./emulator.mjs";

const serverURL = withoutVersion(await startEmulator());
const client = new Mistral({ apiKey, serverURL });
const { agents, conversations, libraries } = client.beta;
const model = "mistral-small-latest";

const weather = {
  type: "function",
  function: {
    name: "get_weather",
    parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
  },
};

const types = response => response.outputs.map(entry => entry.type);

test("conversation is started, continued, restarted, read and deleted", async () => {
  const start = await conversations.start({ model, inputs: "One", name: "n", metadata: { run: "a" } });
  const { conversationId } = start;
  const append = await conversations.append({ conversationId, conversationAppendRequest: { inputs: "Two" } });
  const restart = await conversations.restart({
    conversationId,
    conversationRestartRequest: { inputs: "Three", fromEntryId: start.outputs[0].id },
  });

  assert.equal(append.outputs[0].content, 'You said: "Two".');
  assert.equal(append.conversationId, conversationId);
  assert.equal(restart.outputs[0].content, 'You said: "Three".');
  assert.notEqual(restart.conversationId, conversationId);
  assert.equal((await conversations.get({ conversationId })).name, "n");
  assert.equal((await conversations.getHistory({ conversationId })).entries.length, 4);
  assert.equal((await conversations.getMessages({ conversationId })).messages.length, 4);
  assert.ok((await conversations.list({})).some(conversation => conversation.id === conversationId));
  await conversations.delete({ conversationId });
  await assert.rejects(conversations.get({ conversationId }), error => error.statusCode === 404);
});

test("hosted tools and functions have entries", async () => {
  const start = await conversations.start({
    model,
    inputs: "Search the web, draw a picture, calculate 2 * 21 and get the weather in Paris",
    tools: [{ type: "web_search" }, { type: "code_interpreter" }, { type: "image_generation" }, weather],
  });
  const { toolCallId } = start.outputs[3];
  const { outputs, usage } = await conversations.append({
    conversationId: start.conversationId,
    conversationAppendRequest: { inputs: [{ type: "function.result", toolCallId, result: "sunny" }] },
  });

  assert.deepEqual(types(start), ["tool.execution", "tool.execution", "tool.execution", "function.call"]);
  assert.equal(start.outputs[1].info.code_output, "42\n");
  assert.deepEqual(start.usage.connectors, { web_search: 1, code_interpreter: 1, image_generation: 1 });
  assert.equal(usage.connectors, null);
  assert.deepEqual(outputs[0].content.map(chunk => chunk.type), ["text", "tool_reference", "text", "tool_file", "text"]);
  const file = await client.files.download({ fileId: outputs[0].content[3].fileId });
  assert.ok((await new Response(file).arrayBuffer()).byteLength > 0);
});

test("all events of a stream are read", async () => {
  const helper = await agents.create({ model, name: "calculator", tools: [{ type: "code_interpreter" }, weather] });
  const agent = await agents.create({ model, name: "front desk", handoffs: [helper.id] });
  const events = [];
  for await (const { event, data } of await conversations.startStream({
    agentId: agent.id,
    inputs: "Ask the calculator for 2 * 21 and the weather in Paris",
  })) {
    assert.equal(event, data.type);
    events.push(data);
  }

  assert.deepEqual([...new Set(events.map(data => data.type))], [
    "conversation.response.started", "agent.handoff.started", "agent.handoff.done", "tool.execution.started", "tool.execution.done",
    "function.call.delta", "conversation.response.done",
  ]);
  const { conversationId } = events[0];
  const { toolCallId } = events.find(data => data.type === "function.call.delta");
  let text = "";
  for await (const { data } of await conversations.appendStream({
    conversationId,
    conversationAppendStreamRequest: { inputs: [{ type: "function.result", toolCallId, result: "sunny" }] },
  }))
    text += data.type === "message.output.delta" ? data.content : "";
  assert.equal(text, "The code printed: 42 The tool get_weather returned: sunny");
});

test("streamed restart has the text of the new message", async () => {
  const { conversationId, outputs } = await conversations.start({ model, inputs: "One" });
  let text = "";
  for await (const { data } of await conversations.restartStream({
    conversationId,
    conversationRestartStreamRequest: { inputs: "Two", fromEntryId: outputs[0].id },
  }))
    text += data.type === "message.output.delta" ? data.content : "";

  assert.equal(text, 'You said: "Two".');
});

test("conversation has structured output and reasoning", async () => {
  const schemaDefinition = {
    type: "object", properties: { city: { type: "string" } }, required: ["city"], additionalProperties: false,
  };
  const structured = await conversations.start({
    model,
    inputs: "The city is Paris",
    completionArgs: { responseFormat: { type: "json_schema", jsonSchema: { name: "city", schemaDefinition, strict: true } } },
  });
  const reasoned = await conversations.start({ model, inputs: "Think", completionArgs: { reasoningEffort: "high" } });

  assert.deepEqual(JSON.parse(structured.outputs[0].content), { city: "Paris" });
  assert.deepEqual(reasoned.outputs[0].content.map(chunk => chunk.type), ["thinking", "text"]);
});

test("pending call is confirmed", async () => {
  const start = await conversations.start({
    model,
    inputs: "Search the web",
    tools: [{ type: "web_search", toolConfiguration: { requiresConfirmation: ["web_search"] } }],
  });
  const [{ toolCallId, confirmationStatus }] = start.outputs;
  const allowed = await conversations.append({
    conversationId: start.conversationId,
    conversationAppendRequest: { toolConfirmations: [{ toolCallId, confirmation: "allow" }] },
  });

  assert.equal(confirmationStatus, "pending");
  assert.deepEqual(types(allowed), ["tool.execution", "message.output"]);
});

test("agent has versions and aliases", async () => {
  const { id: agentId } = await agents.create({ model, name: "helper", instructions: "Be brief.", completionArgs: { temperature: 0.3 } });
  const updated = await agents.update({ agentId, updateAgentRequest: { description: "d" } });
  await agents.createVersionAlias({ agentId, alias: "prod", version: 0 });

  assert.deepEqual([updated.version, updated.versions], [1, [0, 1]]);
  assert.equal((await agents.get({ agentId, agentVersion: "prod" })).version, 0);
  assert.equal((await agents.getVersion({ agentId, version: "1" })).description, "d");
  assert.equal((await agents.listVersions({ agentId })).length, 2);
  assert.equal((await agents.updateVersion({ agentId, version: 0 })).version, 0);
  assert.equal((await agents.listVersionAliases({ agentId }))[0].alias, "prod");
  assert.ok((await agents.list({})).some(agent => agent.id === agentId));
  await agents.deleteVersionAlias({ agentId, alias: "prod" });
  await agents.delete({ agentId });
  await assert.rejects(agents.get({ agentId }), error => error.statusCode === 404);
});

test("agents are listed in pages", async () => {
  for (const name of ["one", "two", "three"])
    await agents.create({ model, name, metadata: { list: "pages" } });
  const names = [];
  for await (const { result } of await agents.listPages({ pageSize: 2, metadata: { list: "pages" } }))
    names.push(...result.data.map(agent => agent.name));

  assert.deepEqual(names.sort(), ["one", "three", "two"]);
});

test("connectors are listed", async () => {
  const { items } = await client.beta.connectors.list({});

  assert.deepEqual(items, []);
});

test("library, documents and accesses are updated", async () => {
  const { id: libraryId } = await libraries.create({ name: "docs" });
  const { id: documentId } = await libraries.documents.upload({
    libraryId, requestBody: { file: { fileName: "a.md", content: new TextEncoder().encode("Text") } },
  });
  const shareWithUuid = "0191f6c0-0000-7000-8000-000000000001";
  const sharing = { level: "Viewer", shareWithUuid, shareWithType: "User" };

  assert.equal((await libraries.update({ libraryId, updateLibraryRequest: { description: "d" } })).description, "d");
  const update = { libraryId, documentId, updateDocumentRequest: { name: "b.md" } };
  assert.equal((await libraries.documents.update(update)).name, "b.md");
  assert.equal((await libraries.documents.get({ libraryId, documentId })).name, "b.md");
  const text = await fetch(await libraries.documents.extractedTextSignedUrl({ libraryId, documentId }));
  assert.equal(await text.text(), "Text");

  assert.equal((await libraries.accesses.updateOrCreate({ libraryId, sharingRequest: sharing })).role, "Viewer");
  assert.equal((await libraries.accesses.list({ libraryId })).data.length, 1);
  await libraries.accesses.delete({ libraryId, sharingDelete: { shareWithUuid, shareWithType: "User" } });
  assert.deepEqual((await libraries.accesses.list({ libraryId })).data, []);
  await libraries.delete({ libraryId });
});

test("library is searched by the document_library tool", async () => {
  const { id: libraryId } = await libraries.create({ name: "docs", description: "d" });
  const document = await libraries.documents.upload({
    libraryId,
    requestBody: { file: { fileName: "handbook.md", content: new TextEncoder().encode("The vacation policy allows 30 days.") } },
  });
  const documentId = document.id;
  const response = await conversations.start({
    model,
    inputs: "What does the vacation policy allow?",
    tools: [{ type: "document_library", libraryIds: [libraryId] }],
  });

  assert.equal(document.processStatus, "done");
  assert.equal(response.outputs[1].content[1].title, "handbook.md");
  assert.equal((await libraries.documents.textContent({ libraryId, documentId })).text, "The vacation policy allows 30 days.");
  assert.equal((await libraries.documents.status({ libraryId, documentId })).documentId, documentId);
  const download = await fetch(await libraries.documents.getSignedUrl({ libraryId, documentId }));
  assert.equal(await download.text(), "The vacation policy allows 30 days.");
  assert.equal((await libraries.documents.list({ libraryId })).pagination.totalItems, 1);
  await libraries.documents.reprocess({ libraryId, documentId });
  await libraries.documents.delete({ libraryId, documentId });
  assert.equal((await libraries.get({ libraryId })).nbDocuments, 0);
  assert.equal((await libraries.list({})).data.length, 1);
  await libraries.delete({ libraryId });
});
