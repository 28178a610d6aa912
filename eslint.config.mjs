import query from "@tanstack/eslint-plugin-query";
import hooks from "eslint-plugin-react-hooks";
import ts from "typescript-eslint";

const ENV = { object: "process", property: "env", message: "Read it from lib/platform/env.ts." };
const IMPURE = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: "Core takes the time as an argument." },
  { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: "Core takes the time as an argument." },
  { selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']", message: "Core takes randomness as an argument." },
  { selector: "CallExpression[callee.name='fetch']", message: "Core does no I/O." },
  { selector: "AwaitExpression", message: "Core is synchronous." },
  { selector: "CallExpression[callee.name=/^(Number|parseFloat)$/]", message: "Amounts are bigint; write a named parser if this is not an amount." },
];
const UNSAFE = [
  { selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']", message: "No HTML from data." },
  { selector: "CallExpression[callee.property.name=/^\\$(queryRawUnsafe|executeRawUnsafe)$/]", message: "Use tagged SQL." },
  { selector: "ExpressionStatement[directive='use server']", message: "Assay uses no Server Actions (docs/decisions/0002)." },
];

export default ts.config(
  { ignores: ["**/generated/**", ".next/**", "next-env.d.ts", "coverage/**"] },
  ...ts.configs.strictTypeChecked,
  { languageOptions: { parserOptions: { projectService: { allowDefaultProject: ["*.mjs", "*.cjs", "*.js", "scripts/*.mjs"] } } } },
  {
    files: ["**/*.{ts,tsx}"],
    plugins: { "react-hooks": hooks, "@tanstack/query": query },
    rules: {
      "react-hooks/rules-of-hooks": "error",
      "react-hooks/exhaustive-deps": "error",
      "@tanstack/query/exhaustive-deps": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/strict-boolean-expressions": ["error", { allowNumber: false, allowNullableBoolean: true, allowNullableString: true }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "no-restricted-properties": ["error", ENV],
      "no-restricted-syntax": ["error", ...UNSAFE],
      "no-console": "error",
      "max-lines": ["error", { max: 250, skipBlankLines: true, skipComments: true }],
      "max-lines-per-function": ["error", { max: 60, skipBlankLines: true, skipComments: true }],
      "max-params": ["error", 4],
      complexity: ["error", 12],
      "max-depth": ["error", 4],
    },
  },
  { files: ["lib/core/**/*.ts"], ignores: ["**/*.test.ts"], rules: { "no-restricted-syntax": ["error", ...UNSAFE, ...IMPURE] } },
  { files: ["**/*.tsx"], rules: { "max-lines-per-function": ["error", { max: 120, skipBlankLines: true, skipComments: true }] } },
  { files: ["lib/platform/env.ts", "instrumentation.ts", "proxy.ts", "*.config.*", "e2e/**", "scripts/**", "lib/testing/**", "**/*.test.ts"], rules: { "no-restricted-properties": "off" } },
  { files: ["scripts/**", "lib/platform/boot.ts"], rules: { "no-console": "off" } },
  {
    files: ["**/*.test.{ts,tsx}", "lib/testing/**", "e2e/**"],
    rules: { "max-lines-per-function": "off", "max-lines": "off", "@typescript-eslint/require-await": "off", "@typescript-eslint/no-confusing-void-expression": "off", "@typescript-eslint/no-non-null-assertion": "off" },
  },
  { files: ["**/*.{mjs,cjs,js}", "bin/*"], ...ts.configs.disableTypeChecked, rules: { ...ts.configs.disableTypeChecked.rules, "no-console": "off", "no-undef": "off", "no-restricted-properties": "off" } },
);
