// Holds every request the tests made against Mistral's OpenAPI description.
//
//   node check-requests.mjs DESCRIPTION.json REQUESTS.jsonl
//
// A line of REQUESTS is {"test", "method", "path", "body"}; the tests write them where MISTRAL_REQUEST_LOG names a file.

import { readFileSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const [descriptionFile, requestsFile] = process.argv.slice(2);
const description = JSON.parse(readFileSync(descriptionFile, "utf8"));
const requests = readFileSync(requestsFile, "utf8").split("\n").filter(Boolean).map(line => JSON.parse(line));

// OpenAPI adds keywords JSON Schema does not know, such as discriminator and example.
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addSchema(description, "api");

const routes = Object.entries(description.paths).map(([template, methods]) => ({
  template,
  pattern: new RegExp(`^${template.replace(/#.*/, "").replace(/\{[^}]+\}/g, "[^/]+")}$`),
  methods,
}));

const validators = new Map();
function validatorOf(template, method) {
  const pointer = `${template.replaceAll("~", "~0").replaceAll("/", "~1")}/${method}/requestBody/content/application~1json/schema`;
  if (!validators.has(pointer))
    validators.set(pointer, ajv.compile({ $ref: `api#/paths/${encodeURI(pointer)}` }));
  return validators.get(pointer);
}

let failed = 0;
for (const { test, method, path, body } of requests) {
  const verb = method.toLowerCase();
  const route = routes.find(candidate => candidate.pattern.test(path) && candidate.methods[verb]);
  const problems = [];
  if (!route)
    problems.push("the description has no such route");
  else if (route.methods[verb].requestBody?.content?.["application/json"]) {
    const validate = validatorOf(route.template, verb);
    if (!validate(body))
      problems.push(...validate.errors.filter(error => error.keyword !== "anyOf" && error.keyword !== "oneOf")
        .map(error => `${error.instancePath || "/"} ${error.message} ${JSON.stringify(error.params)}`).slice(0, 8));
    if (validate.errors && problems.length === 0)
      problems.push(...validate.errors.map(error => `${error.instancePath || "/"} ${error.message}`));
  }

  if (problems.length > 0) {
    failed++;
    console.log(`${method} ${path} of "${test}" is not what the description says:\n  ${problems.join("\n  ")}\n  ${JSON.stringify(body)?.slice(0, 600)}`);
  }
}

console.log(`${requests.length} requests held against ${Object.keys(description.paths).length} routes, ${failed} not valid`);
process.exit(failed > 0 || requests.length === 0 ? 1 : 0);
