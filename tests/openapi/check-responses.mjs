// Validates the responses of the emulator that the tests read against Mistral's OpenAPI description.
//
//   node check-responses.mjs DESCRIPTION.json RESPONSES.jsonl
//
// Each line of RESPONSES.jsonl is {"test", "method", "path", "status", "contentType", "body"}. The tests write this file if
// MISTRAL_RESPONSE_LOG has its name. Only the groups below are checked: recorded responses of the other groups have fields that the
// description does not have. Transcriptions have one such field, request_count in the token usage, which is added to the description.

import { readFileSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const groups = /^\/v1\/(agents|audio|conversations|libraries|connectors)(?!\/completions)(\/|$)/;

const [descriptionFile, responsesFile] = process.argv.slice(2);
const description = JSON.parse(readFileSync(descriptionFile, "utf8"));
description.components.schemas.UsageInfo.properties.request_count = { type: "integer" };
const responses = readFileSync(responsesFile, "utf8").split("\n").filter(Boolean).map(line => JSON.parse(line))
  .filter(({ path }) => groups.test(path));

// strict: false, because OpenAPI adds keywords that JSON Schema does not define, such as discriminator and example.
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addSchema(description, "api");

// A route without parameters comes first: /v1/agents/pages is not an agent.
const routes = Object.entries(description.paths)
  .map(([template, methods]) => ({
    template,
    pattern: new RegExp(`^${template.replace(/#.*/, "").replace(/\{[^}]+\}/g, "[^/]+")}$`),
    methods,
  }))
  .sort((left, right) => left.template.split("{").length - right.template.split("{").length);

const escape = part => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"));

function validate(keys, value) {
  const pointer = `api#/${keys.map(escape).join("/")}`;
  return getErrors(ajv.getSchema(pointer) ?? ajv.compile({ $ref: pointer }), value);
}

const eventChecks = new Map();

// A schema without a reference has its own definitions, so it is not validated as a part of the description.
function validateEvent({ template }, schema, value) {
  if (!eventChecks.has(template))
    eventChecks.set(template, ajv.compile(schema.$ref ? { $ref: `api${schema.$ref}` } : schema));
  return getErrors(eventChecks.get(template), value);
}

function getErrors(check, value) {
  return check(value) ? [] : check.errors.map(error => `${error.instancePath || "/"} ${error.message} ${JSON.stringify(error.params)}`);
}

function readEvent(lines) {
  const [event, data] = lines.split("\n");
  return { event: event.replace("event: ", ""), data: JSON.parse(data.replace("data: ", "")) };
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
    return body.split("\n\n").filter(Boolean).flatMap(lines =>
      validateEvent(route, content["text/event-stream"].schema, readEvent(lines)));
  if (content?.["audio/wav"])
    return contentType === "audio/wav" ? [] : [`the content type is ${contentType}`];
  if (!content)
    return body === "" ? [] : ["the response has a body"];
  const keys = ["paths", route.template, verb, "responses", `${status}`, "content", "application/json", "schema"];
  return validate(keys, JSON.parse(body));
}

let failed = 0;
for (const response of responses) {
  const errors = findErrors(response);
  if (errors.length === 0)
    continue;
  failed++;
  console.log(`${response.status} of ${response.method} ${response.path} in "${response.test}" does not match the OpenAPI description:`);
  console.log(`  ${errors.slice(0, 8).join("\n  ")}\n  ${response.body.slice(0, 600)}`);
}

console.log(`${responses.length} responses validated, ${failed} invalid`);
process.exit(failed > 0 || responses.length === 0 ? 1 : 0);
