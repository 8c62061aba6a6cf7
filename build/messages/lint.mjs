// @ts-check
/** Refuses text for people outside of the catalogues: in templates, in their expressions, and sentences in plain code. */

const where = 'Text belongs into src/app/i18n/locales (docs/development.md).'
const attributes = [
  'title',
  'label',
  'alt',
  'placeholder',
  'text',
  'action',
  'hint',
  'aria-label',
  'aria-placeholder',
  'aria-roledescription',
  'aria-valuetext',
  'aria-description',
]

/** Two words or more, or one that ends as a sentence does; beginning with a capital. */
const SENTENCE = String.raw`/^[A-Z][a-zA-Z’']*([.:…?!]| [a-z(“{]|, )/`
/** In templates, words of any kind with a space between them. */
const WORDS = String.raw`/(^|[^\w.:#-])[A-Za-z][a-z’']+ ([a-z]+|$)/`

/** @param {string[]} files @param {string[]} ignores */
export const noRawText = (files, ignores = []) => ({
  files,
  ignores,
  rules: {
    'vue/no-bare-strings-in-template': [
      'error',
      {
        attributes: { '/.+/': attributes },
        allowlist: ['·', '×', '→', '%', ':', '(', ')', ',', '.', '/', '#', '–', '…', '“', '”', '+', '-', '−'],
      },
    ],
    'vue/no-restricted-syntax': [
      'error',
      // classes and styles are no text
      ...attributes.map((name) => ({
        selector: `VAttribute[directive=true][key.argument.name='${name}'] :not(CallExpression) > TemplateLiteral > TemplateElement[value.raw=/[A-Za-z]{2}/]`,
        message: where,
      })),
      { selector: `VElement > VExpressionContainer TemplateElement[value.raw=${WORDS}]`, message: where },
      { selector: `VElement > VExpressionContainer Literal[value=${SENTENCE}]`, message: where },
    ],
    'no-restricted-syntax': [
      'error',
      { selector: `:not(MemberExpression, ExportSpecifier) > Literal[value=${SENTENCE}]`, message: where },
      { selector: `TemplateElement[value.raw=${SENTENCE}]`, message: where },
    ],
  },
})

/** Where steps of the history are named: their short English labels are codes (src/app/annotator/texts.ts), what is told is no code. */
export const noRawNotices = (/** @type {string[]} */ files) => ({
  files,
  rules: {
    'no-restricted-syntax': [
      'error',
      {
        selector: `CallExpression[callee.property.name=/^(onNotice|notify)$/] > :matches(Literal, TemplateLiteral)`,
        message: where,
      },
    ],
  },
})
