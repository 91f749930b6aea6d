// The floors of the house: an import goes down, never up or sideways, and only through a room's index.ts.
const floors = [
  ['main'],
  ['commands'],
  ['index'],
  ['simulator'],
  ['control'],
  ['momo', 'onepipe', 'payer'],
  ['mail'],
  ['wallet', 'messaging', 'network'],
  ['kernel'],
  ['yaml'],
  ['safe-text'],
  ['terms'],
]

const place = (names) => `^src/(${names.join('|')})(/|\\.ts$)`
const rooms = [
  'commands',
  'simulator',
  'control',
  'momo',
  'onepipe',
  'payer',
  'mail',
  'wallet',
  'messaging',
  'network',
  'kernel',
  'sessions',
  'client',
  'matchers',
  'redirect',
  'yaml',
  'safe-text',
  'terms',
]

const upward = floors.slice(1).map((names, index) => ({
  name: `no-import-up-from-${names[0]}`,
  comment: 'A room imports only from floors below its own.',
  severity: 'error',
  from: { path: place(names) },
  to: { path: place(floors.slice(0, index + 1).flat()) },
}))

const sideways = floors.flat().map((name) => ({
  name: `no-import-sideways-from-${name}`,
  comment: 'What travels between rooms of one floor travels as an event.',
  severity: 'error',
  from: { path: place([name]) },
  to: {
    path: place((floors.find((names) => names.includes(name)) ?? []).filter((other) => other !== name)),
  },
}))

// The world's type is published with the simulator's options, and the page takes that of an exchange: the face of
// their room would bring Express and the whole server with it. The vendors' hosts are a table, and the face of their room
// would bring what makes certificates.
const faceOf = { control: '(index|world-schema|exchange-data)', redirect: '(index|vendor-hosts)' }
const face = (room) => faceOf[room] ?? 'index'

const faces = rooms.map((room) => ({
  name: `only-through-the-face-of-${room}`,
  comment: 'A room is entered through its index.ts; its other files are its own.',
  severity: 'error',
  from: { pathNot: `^src/${room}/` },
  to: { path: `^src/${room}/`, pathNot: room === 'commands' ? '.*' : `^src/${room}/${face(room)}\\.ts$` },
}))

module.exports = {
  forbidden: [
    ...upward,
    ...sideways,
    ...faces,
    {
      name: 'client-sees-no-room',
      severity: 'error',
      from: { path: place(['client']) },
      to: { path: '^src/', pathNot: place(['client', 'safe-text', 'terms']) },
    },
    {
      name: 'sessions-see-only-the-client',
      comment: 'And the reader of YAML files, which worlds have in common with scripts.',
      severity: 'error',
      from: { path: place(['sessions']) },
      to: { path: '^src/', pathNot: place(['sessions', 'client', 'yaml', 'safe-text', 'terms']) },
    },
    {
      name: 'matchers-see-only-the-client',
      severity: 'error',
      from: { path: place(['matchers']) },
      to: { path: '^src/', pathNot: place(['matchers', 'client', 'safe-text', 'terms']) },
    },
    {
      name: 'redirect-sees-no-room',
      severity: 'error',
      from: { path: place(['redirect']) },
      to: { path: '^src/', pathNot: place(['redirect', 'safe-text', 'terms']) },
    },
    {
      name: 'terms-are-words-alone',
      comment:
        'The page, the client and scripts read them too: zod and constants, no Node and nothing of the server.',
      severity: 'error',
      from: { path: place(['terms']) },
      to: { pathNot: '^src/terms/|(^|/)node_modules/(zod|fastest-levenshtein)/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.(test|fixture)\\.ts$' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
}
