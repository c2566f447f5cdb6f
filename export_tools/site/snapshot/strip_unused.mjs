// Takes out of Pyodide's script what nothing in it uses once WebAssembly does not: OpenGL, SDL, web sockets …
//
// The script is one large function. A statement of it that only gives a name to a function or to a plain value, or hands
// it out, stays if something that stays speaks of that name. Every other statement stays, and so does
// what WebAssembly imports.

import ts from "typescript";

const IMPORTS = "wasmImports"; // the variable that holds what WebAssembly may import, by name
const NAME = /[A-Za-z_$][\w$]*/g;
const STAND_IN = "notInThisBuild"; // for functions whose address is wanted, but which nobody calls

/**
 * @typedef {object} Wanted
 * @property {(name: string) => boolean} called whether WebAssembly imports a function of that name to call it
 * @property {(name: string) => boolean} pointedAt whether it imports its address
 * @property {string} users other scripts, of which this one is used
 */

/**
 * @param {string} script pyodide.asm.js
 * @param {Wanted} wanted
 * @returns {string}
 */
export function withoutUnused(script, wanted) {
  const source = ts.createSourceFile("pyodide.asm.js", script, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS);
  const statements = largestBlock(source).statements.map((node) => ({ node, text: node.getText() }));
  const imports = statements.find(({ node }) => definedNames(node).includes(IMPORTS));
  imports.text = importsOf(imports.node, wanted);
  const kept = reachable(statements, [imports, { node: source.endOfFileToken, text: wanted.users }]);
  const start = statements[0].node.getStart();
  const end = statements.at(-1).node.getEnd();
  const body = statements.filter((statement) => kept.has(statement)).map(({ text }) => text);
  return script.slice(0, start) + body.join("\n") + script.slice(end);
}

/**
 * @param {ts.Node} root
 * @returns {ts.Block} the one with the most statements
 */
function largestBlock(root) {
  let largest = null;
  const visit = (node) => {
    if (ts.isBlock(node) && node.statements.length > (largest?.statements.length ?? 0)) {
      largest = node;
    }
    ts.forEachChild(node, visit);
  };
  visit(root);
  return largest;
}

/**
 * The names that a statement does no more than define.
 * @param {ts.Statement} node
 * @returns {string[]}
 */
function definedNames(node) {
  if (ts.isFunctionDeclaration(node)) {
    return [node.name.text];
  }
  if (ts.isVariableStatement(node)) {
    const { declarations } = node.declarationList;
    return declarations.every(isPlain) ? declarations.map(({ name }) => name.text) : [];
  }
  const name = describedName(node);
  return name ? [name] : [];
}

/** @param {ts.VariableDeclaration} declaration */
function isPlain({ name, initializer }) {
  return ts.isIdentifier(name) && (initializer === undefined || doesNothing(initializer));
}

/**
 * Whether an expression only makes a value.
 * @param {ts.Node} node
 */
function doesNothing(node) {
  if (ts.isFunctionLike(node)) {
    return true;
  }
  const acts = ts.isCallExpression(node) || ts.isNewExpression(node) || ts.isAwaitExpression(node);
  return !acts && !isAssignment(node) && !ts.forEachChild(node, (child) => !doesNothing(child));
}

/** @param {ts.Node} node */
function isAssignment(node) {
  return ts.isBinaryExpression(node) && ts.isAssignmentOperator(node.operatorToken.kind);
}

/**
 * The function that a statement gives a signature, `name.sig = "vi"`, or the value that it hands out, `Module["name"] = name`.
 * @param {ts.Statement} node
 */
function describedName(node) {
  const [, signed, handedOut] = /^(?:(\w+)\.sig="\w*"|Module\["(\w+)"\]=\2);?$/.exec(node.getText()) ?? [];
  return signed ?? handedOut;
}

/**
 * The statement that defines the imports, with those alone that are wanted.
 * @param {ts.VariableStatement} node
 * @param {Wanted} wanted
 */
function importsOf(node, { called, pointedAt }) {
  const { properties } = node.declarationList.declarations[0].initializer;
  const entries = properties.flatMap((property) => {
    const { text } = property.name;
    return called(text) ? [property.getText()] : pointedAt(text) ? [`${text}:${STAND_IN}`] : [];
  });
  const standIn = `var ${STAND_IN}=()=>{throw new Error("this function of Pyodide is not in this build")};`;
  return `${standIn}${STAND_IN}.sig="v";var ${IMPORTS}={${entries.join(",")}};`;
}

/**
 * The statements that do something, and those that define what these or the first ones speak of, directly or not.
 * @param {{ node: ts.Statement, text: string }[]} statements
 * @param {{ node: ts.Node, text: string }[]} first
 */
function reachable(statements, first) {
  /** @type {Map<string, object[]>} */
  const definitions = new Map();
  const found = new Set(first);
  for (const statement of statements) {
    const names = definedNames(statement.node);
    for (const name of names) {
      definitions.set(name, [...(definitions.get(name) ?? []), statement]);
    }
    if (names.length === 0) {
      found.add(statement);
    }
  }
  for (const { text } of found) {
    for (const name of text.match(NAME) ?? []) {
      for (const definition of definitions.get(name) ?? []) {
        found.add(definition); // what is added to a set comes up later in the same loop
      }
    }
  }
  return found;
}
