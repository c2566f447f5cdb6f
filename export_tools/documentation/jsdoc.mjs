// `node jsdoc.mjs FILE NAME [MEMBER …]` prints what the comments of a script say, as Markdown: of a type, the table of its
// properties; of a class, its named methods. A name that is not there or has no comment is an error.

import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import ts from "typescript";

/**
 * @param {string} source
 * @param {string} name of a type or a class
 * @param {string[]} members of the class
 */
export function describe(source, name, members) {
  const file = ts.createSourceFile("script.js", source, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS);
  const found = find(file, name);
  if (!found) {
    throw new Error(`there is no class and no type ${name}`);
  }
  return ts.isClassDeclaration(found)
    ? members.map((member) => method(found, member)).join("\n")
    : properties(/** @type {ts.JSDocTypedefTag} */ (found));
}

/**
 * @param {ts.Node} node
 * @param {string} name
 * @returns {ts.ClassDeclaration | ts.JSDocTypedefTag | undefined}
 */
function find(node, name) {
  const comments = /** @type {{ jsDoc?: ts.JSDoc[] }} */ (node).jsDoc ?? [];
  for (const tag of comments.flatMap(({ tags }) => [...(tags ?? [])])) {
    if (ts.isJSDocTypedefTag(tag) && tag.name?.text === name) {
      return tag;
    }
  }
  if (ts.isClassDeclaration(node) && node.name?.text === name) {
    return node;
  }
  return ts.forEachChild(node, (child) => find(child, name));
}

/** @param {ts.JSDocTypedefTag} type */
function properties(type) {
  const tags = /** @type {ts.JSDocTypeLiteral} */ (type.typeExpression).jsDocPropertyTags ?? [];
  const rows = tags.map(
    (tag) => `| \`${tag.name.getText()}\` | ${code(tag.typeExpression)} | ${oneLine(textOf(tag))} |`,
  );
  return ["| name | type | |", "| --- | --- | --- |", ...rows, ""].join("\n");
}

/**
 * @param {ts.ClassDeclaration} owner
 * @param {string} name
 */
function method(owner, name) {
  const member = owner.members.find((one) => ts.isMethodDeclaration(one) && one.name.getText() === name);
  const [comment, ...rest] = member ? ts.getJSDocCommentsAndTags(member) : [];
  if (!member || !comment || !ts.isJSDoc(comment)) {
    throw new Error(`${name} is no method with a comment`);
  }
  const parameters = /** @type {ts.MethodDeclaration} */ (member).parameters.map((one) => one.getText());
  const tags = [...(comment.tags ?? []), ...rest];
  const lines = tags.flatMap((tag) => (ts.isJSDoc(tag) ? [] : [line(tag)]));
  return [`### \`${name}(${parameters.join(", ")})\``, "", textOf(comment), "", ...lines, ""].join("\n");
}

/** @param {ts.JSDocTag} tag */
function line(tag) {
  const type = code(/** @type {ts.JSDocParameterTag} */ (tag).typeExpression);
  const name = ts.isJSDocParameterTag(tag) ? `\`${tag.name.getText()}\`` : tag.tagName.text;
  return `- ${[name, type, textOf(tag)].filter(Boolean).join(" ")}`;
}

/** @param {ts.JSDocTypeExpression | undefined} expression */
const code = (expression) => (expression ? `\`${oneLine(expression.type.getText())}\`` : "");

/** @param {ts.JSDoc | ts.JSDocTag} node */
const textOf = (node) => ts.getTextOfJSDocComment(node.comment)?.trim() ?? "";

/** @param {string} text */
const oneLine = (text) => text.replace(/\s+/g, " ");

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [, , path, name, ...members] = process.argv;
  try {
    process.stdout.write(describe(await readFile(path, "utf-8"), name, members));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exitCode = 1;
  }
}
