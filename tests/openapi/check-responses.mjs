// Validates the responses of the emulator that the tests read against Mistral's OpenAPI description.
//
//   node check-responses.mjs DESCRIPTION.json RESPONSES.jsonl
//
// Each line of RESPONSES.jsonl is {"test", "method", "path", "status", "contentType", "body"}. The tests write this file if
// MISTRAL_RESPONSE_LOG has its name. check-requests.mjs explains fine-tuning.json and client-sessions.json.

import { readFileSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const [descriptionFile, responsesFile] = process.argv.slice(2);
const descriptions = [descriptionFile, ...["fine-tuning.json", "client-sessions.json"].map(name => new URL(name, import.meta.url))]
  .map(file => JSON.parse(readFileSync(file, "utf8")));
addRecordedFields(descriptions[0]);
const responses = readFileSync(responsesFile, "utf8").split("\n").filter(Boolean).map(line => JSON.parse(line))
  .filter(({ method, path }) => path.startsWith("/v1/") && method !== "OPTIONS");

// Adds what recorded responses have and the description does not: fields of the usage, streams of /v1/agents/completions, files of OCR, and
// embeddings in base64. The data that the description requires in a chat completion is in no response, and not in its own examples.
function addRecordedFields({ components: { schemas }, paths }) {
  const orNull = schema => ({ anyOf: [schema, { type: "null" }] });
  Object.assign(schemas.UsageInfo.properties, {
    request_count: orNull({ type: "integer" }),
    prompt_tokens_details: orNull({ type: "object" }),
    prompt_token_details: orNull({ type: "object" }),
    completion_tokens_details: orNull({ type: "object" }),
    service_tier: orNull({ type: "string" }),
  });
  const completion = schemas.ChatCompletionResponse.allOf[1];
  completion.required = completion.required.filter(name => name !== "data");
  paths["/v1/agents/completions"].post.responses[200].content["text/event-stream"] =
    paths["/v1/chat/completions"].post.responses[200].content["text/event-stream"];
  schemas.SampleType.enum.push("ocr_input");
  const { properties } = schemas.EmbeddingResponseData;
  properties.embedding = { anyOf: [properties.embedding, { type: "string" }] };
}

// strict: false, because OpenAPI adds keywords that JSON Schema does not define, such as discriminator and example.
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats(ajv);
descriptions.forEach((description, index) => ajv.addSchema(description, `api${index}`));

// A route without parameters comes first: /v1/agents/pages is not an agent.
const routes = descriptions.flatMap((description, index) => Object.entries(description.paths).map(([template, methods]) => ({
  api: `api${index}`,
  template,
  pattern: new RegExp(`^${template.replace(/#.*/, "").replace(/\{[^}]+\}/g, "[^/]+")}$`),
  methods,
}))).sort((left, right) => left.template.split("{").length - right.template.split("{").length);

const escape = part => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"));

function validate({ api }, keys, value) {
  const pointer = `${api}#/${keys.map(escape).join("/")}`;
  return getErrors(ajv.getSchema(pointer) ?? ajv.compile({ $ref: pointer }), value);
}

const eventChecks = new Map();

// A schema without a reference has its own definitions, so it is not validated as a part of the description.
function validateEvent({ api, template }, schema, value) {
  if (!eventChecks.has(template))
    eventChecks.set(template, ajv.compile(schema.$ref ? { $ref: `${api}${schema.$ref}` } : schema));
  return getErrors(eventChecks.get(template), value);
}

function getErrors(check, value) {
  return check(value) ? [] : check.errors.map(error => `${error.instancePath || "/"} ${error.message} ${JSON.stringify(error.params)}`);
}

// The events of a stream. [DONE], the end of streams of completions, is not JSON.
function readEvents(body) {
  return body.split("\n\n").filter(text => text && text !== "data: [DONE]").map(text => {
    const fields = Object.fromEntries(text.split("\n").map(line => line.split(/: (.*)/s)));
    return { ...fields, data: JSON.parse(fields.data) };
  });
}

function findErrors({ method, path, status, contentType, body }) {
  const verb = method.toLowerCase();
  const isStream = contentType?.startsWith("text/event-stream") === true;
  const candidates = routes.filter(route => route.pattern.test(path) && route.methods[verb]);
  const route = candidates.find(({ template }) => template.endsWith("#stream") === isStream) ?? candidates[0];
  if (!route)
    return ["the OpenAPI description has no such route"];
  const content = route.methods[verb].responses[status]?.content;
  if (!route.methods[verb].responses[status])
    return [`the OpenAPI description has no status ${status}`];
  if (isStream)
    return readEvents(body).flatMap(event => validateEvent(route, content["text/event-stream"].schema, event));
  if (content && !content["application/json"])
    return content[contentType] ? [] : [`the content type is ${contentType}`];
  if (!content)
    return body === "" ? [] : ["the response has a body"];
  const keys = ["paths", route.template, verb, "responses", `${status}`, "content", "application/json", "schema"];
  return validate(route, keys, JSON.parse(body));
}

function tryFindErrors(response) {
  try {
    return findErrors(response);
  } catch (error) {
    if (error instanceof SyntaxError)
      return [`the body is not JSON: ${error.message}`];
    throw error;
  }
}

let failed = 0;
for (const response of responses) {
  const errors = tryFindErrors(response);
  if (errors.length === 0)
    continue;
  failed++;
  console.log(`${response.status} of ${response.method} ${response.path} in "${response.test}" does not match the OpenAPI description:`);
  console.log(`  ${errors.slice(0, 8).join("\n  ")}\n  ${response.body.slice(0, 600)}`);
}

console.log(`${responses.length} responses validated, ${failed} invalid`);
process.exit(failed > 0 || responses.length === 0 ? 1 : 0);
