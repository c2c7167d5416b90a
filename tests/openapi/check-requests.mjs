// Validates every request that the tests sent against Mistral's OpenAPI description.
//
//   node check-requests.mjs DESCRIPTION.json REQUESTS.jsonl
//
// fine-tuning.json has the fine-tuning jobs, which newer descriptions lack, from an earlier version of openapi.yaml in
// mistralai/platform-docs-public (Apache-2.0). Titles are removed, and bounds that are strings are numbers. client-sessions.json has
// POST /v1/client/sessions as Mistral's JavaScript SDK sends it, because no description has this operation.
//
// Each line of REQUESTS.jsonl is {"test", "method", "path", "body"}. The tests write this file if MISTRAL_REQUEST_LOG has its name.

import { readFileSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const [descriptionFile, requestsFile] = process.argv.slice(2);
const descriptions = [descriptionFile, ...["fine-tuning.json", "client-sessions.json"].map(name => new URL(name, import.meta.url))]
  .map(file => JSON.parse(readFileSync(file, "utf8")));
const requests = readFileSync(requestsFile, "utf8").split("\n").filter(Boolean).map(line => JSON.parse(line));

// SharingDelete requires a level that it does not define, and that Mistral's own SDK does not send.
for (const { properties, required } of descriptions.map(({ components }) => components.schemas.SharingDelete).filter(Boolean))
  required.splice(0, required.length, ...required.filter(name => name in properties));

// strict: false, because OpenAPI adds keywords that JSON Schema does not define, such as discriminator and example.
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats(ajv);
descriptions.forEach((description, index) => ajv.addSchema(description, `api${index}`));

// The values of form data are text. A list with one item is one value.
const formAjv = new Ajv2020({ strict: false, allErrors: true, coerceTypes: "array" });
addFormats(formAjv);
descriptions.forEach((description, index) => formAjv.addSchema(description, `api${index}`));

const routes = descriptions.flatMap((description, index) => Object.entries(description.paths).map(([template, methods]) => ({
  schema: `api${index}`,
  template,
  pattern: new RegExp(`^${template.replace(/#.*/, "").replace(/\{[^}]+\}/g, "[^/]+")}$`),
  methods,
})));

const mediaTypes = ["application/json", "multipart/form-data"];
const validators = new Map();
function getValidator({ schema, template }, method, mediaType) {
  const path = template.replaceAll("~", "~0").replaceAll("/", "~1");
  const pointer = `${schema}#/paths/${encodeURI(`${path}/${method}/requestBody/content/${mediaType.replace("/", "~1")}/schema`)}`;
  if (!validators.has(pointer))
    validators.set(pointer, (mediaType === "application/json" ? ajv : formAjv).compile({ $ref: pointer }));
  return validators.get(pointer);
}

let failed = 0;
for (const { test, method, path, body } of requests) {
  const verb = method.toLowerCase();
  // A route whose name ends with #stream describes the requests for a streamed response.
  const candidates = routes.filter(candidate => candidate.pattern.test(path) && candidate.methods[verb]);
  const isStream = String(body?.stream) === "true";
  const route = candidates.find(candidate => candidate.template.endsWith("#stream") === isStream) ?? candidates[0];
  const errors = [];
  if (!route)
    errors.push("the OpenAPI description has no such route");
  else if (mediaTypes.some(type => route.methods[verb].requestBody?.content?.[type])) {
    const validate = getValidator(route, verb, mediaTypes.find(type => route.methods[verb].requestBody.content[type]));
    if (!validate(body))
      errors.push(...validate.errors.filter(error => error.keyword !== "anyOf" && error.keyword !== "oneOf")
        .map(error => `${error.instancePath || "/"} ${error.message} ${JSON.stringify(error.params)}`).slice(0, 8));
    if (validate.errors && errors.length === 0)
      errors.push(...validate.errors.map(error => `${error.instancePath || "/"} ${error.message}`));
  }

  if (errors.length > 0) {
    failed++;
    console.log(`${method} ${path} of "${test}" does not match the OpenAPI description:\n  ${errors.join("\n  ")}\n  ${JSON.stringify(body)?.slice(0, 600)}`);
  }
}

console.log(`${requests.length} requests validated against ${routes.length} routes, ${failed} invalid`);
process.exit(failed > 0 || requests.length === 0 ? 1 : 0);
