import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["**/dist/**", "**/node_modules/**", "**/target/**", "**/generated/**", "sdks/**"] },
  ...tseslint.configs.recommended,
  {
    files: ["**/*.ts"],
    // Rules that need types are oxlint's (.oxlintrc.json): it asks TypeScript's compiler in Go, in a tenth of the time.
    rules: {
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
    },
  },
  {
    // A clock that is set back an hour must lengthen no wait: durations are made of performance.now().
    rules: {
      "no-restricted-syntax": [
        "error",
        {
          selector: "MemberExpression[object.name='Date'][property.name='now']",
          message:
            "The wall clock can be set back: take performance.now() for durations, new Date() for what people read.",
        },
        {
          selector:
            "CallExpression[callee.property.name=/^(getTime|valueOf)$/] > MemberExpression > NewExpression[callee.name='Date'][arguments.length=0]",
          message:
            "The wall clock can be set back: take performance.now() for durations. If people or other machines read it, disable this rule here and say who.",
        },
        {
          selector: "UnaryExpression[operator='+'] > NewExpression[callee.name='Date'][arguments.length=0]",
          message: "The wall clock can be set back: take performance.now() for durations.",
        },
      ],
    },
  },
  { files: ["**/*.js", "**/*.cjs"], rules: { "@typescript-eslint/no-require-imports": "off" } },
);
