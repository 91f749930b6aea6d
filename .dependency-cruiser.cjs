const { readdirSync } = require('node:fs')

/** Each provider is a folder, and named nowhere here. */
const providers = readdirSync(`${__dirname}/src/providers`, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => `providers/${name}`)

// The floors of the house: an import goes down, never up or sideways, and only through a room's index.ts. A name is a
// folder of src, or a file.
const floors = [
  ['main.ts', 'web', 'binary'],
  ['commands'],
  ['index.ts', 'provider.ts'],
  ['simulator', 'matchers'],
  ['mcp'],
  ['control'],
  ['providers/index.ts', 'providers/built-in.ts'],
  [...providers, 'payer'],
  // The contract of a provider, and what they share.
  [
    'providers/provider.ts',
    'providers/world-part.ts',
    'providers/control-route.ts',
    'providers/json-api.ts',
    'providers/world-fields.ts',
  ],
  ['mail', 'sessions'],
  ['wallet', 'messaging', 'network', 'client', 'redirect'],
  ['kernel'],
  ['yaml'],
  ['safe-text'],
  ['story'],
  ['events'],
  ['terms'],
]
const isFile = (name) => name.endsWith('.ts')
const openToAll = ['events', 'terms']

// What a room may see beside itself where that is less than all below it.
const sees = {
  // Runs before all others, and alone.
  binary: [],
  'main.ts': ['commands'],
  'provider.ts': ['providers/index.ts', 'kernel', 'client/parts.ts', 'sessions/parts.ts'],
  'index.ts': ['simulator', 'client'],
  client: ['safe-text', 'providers/*/client'],
  matchers: ['client', 'safe-text'],
  mcp: ['client', 'sessions', 'safe-text', 'story'],
  redirect: ['safe-text'],
  sessions: ['client', 'yaml', 'safe-text', 'providers/*/steps'],
  web: ['providers/*/panel', 'story'],
  story: [],
}

// A provider's other parts run in the room that loads them, and see of it the face that it has for them. They see the
// provider's own words too, and of it nothing else but what `own` names.
const parts = {
  client: { room: 'client', sees: ['client/parts.ts', 'safe-text'] },
  steps: { room: 'sessions', own: ['client'], sees: ['sessions/parts.ts', 'client', 'safe-text'] },
  // A command of the server's own machine.
  commands: { room: 'commands', own: ['server'], sees: ['kernel', 'safe-text'] },
  panel: { room: 'web', sees: ['web/parts.ts'] },
}

// The world's type is published with the simulator's options; the face of its room would bring Express and the whole
// server with it. What reads world files brings the YAML parser, and is loaded where there is one. Whose a
// host is the simulator asks too; the face of that room would bring what makes certificates.
const faceOf = {
  client: '(index|parts)',
  // Before the commands, so that what they load is kept compiled.
  commands: '(index|compile-cache)',
  control: '(index|pages|world-schema|world-file)',
  // What is told in people's words runs; the kinds of events are types alone.
  events: '(index|telling)',
  // What the table of providers needs; the face brings SQLite, and a script or the page needs none.
  kernel: '(index|errors|http/host|issue-words|money|quirks)',
  // A provider's own name and table; each of its parts is loaded where it is used.
  ...Object.fromEntries(
    providers.map((name) => [name, '(index|world|(server|client|steps|panel|commands|terms)/index)']),
  ),
  redirect: '(index|vendor-hosts)',
  sessions: '(index|parts)',
  // Its types name Express and SQLite, and what the face exports is published.
  simulator: '(index|open-simulator)',
  // Each shape of /_sim is loaded by itself.
  terms: '(index|sim/[a-z-]+)',
  web: '(index|parts)',
}

const rooms = floors.flat().filter((name) => !isFile(name))
const pattern = (name) => name.replace('.', '\\.').replace('*', '[^/]+')
const place = (names) =>
  `^src/(${names.map((name) => `${pattern(name)}${isFile(name) ? '$' : '/'}`).join('|')})`
const ofTests = '\\.(test|fixture)\\.ts$'
const partsOfProviders = place(Object.keys(parts).map((part) => `providers/*/${part}`))
const code = (names) => ({ path: place(names), pathNot: [ofTests, partsOfProviders] })

const upward = floors.slice(1).map((names, index) => ({
  name: `no-import-up-from-${names[0]}`,
  comment: 'A room imports only from floors below its own.',
  severity: 'error',
  from: code(names),
  to: { path: place(floors.slice(0, index + 1).flat()), pathNot: partsOfProviders },
}))

const sideways = floors
  .filter((names) => names.length > 1 && !names.every(isFile))
  .flatMap((names) =>
    names.map((name) => ({
      name: `no-import-sideways-from-${name}`,
      comment: 'What travels between rooms of one floor travels as an event.',
      severity: 'error',
      from: code([name]),
      to: { path: place(names.filter((other) => other !== name)) },
    })),
  )

const ofParts = Object.entries(parts).flatMap(([part, { room, own = [], sees: seen }]) => [
  {
    name: `only-its-room-loads-the-${part}-part`,
    comment: 'The part of a provider is loaded by its room and by the provider itself.',
    severity: 'error',
    from: { path: '^src/', pathNot: [place([room, 'providers/*']), ofTests] },
    to: { path: place([`providers/*/${part}`]) },
  },
  {
    name: `narrow-sight-of-${part}-parts`,
    comment: 'The part of a provider sees its own files, and of the house what its room shows it.',
    severity: 'error',
    from: { path: `^src/providers/([^/]+)/${part}/`, pathNot: ofTests },
    to: {
      path: '^src/',
      pathNot: [
        `^src/providers/$1/(${part}|terms)/`,
        ...own.map((other) => `^src/providers/$1/${other}/index\\.ts$`),
        place([...seen, ...openToAll]),
      ],
    },
  },
])

const narrow = Object.entries(sees).map(([name, seen]) => ({
  name: `narrow-sight-of-${name}`,
  comment: 'This room may see less than all that is below it.',
  severity: 'error',
  from: code([name]),
  to: { path: '^src/', pathNot: place([name, ...seen, ...openToAll]) },
}))

const faces = rooms.map((room) => ({
  name: `only-through-the-face-of-${room}`,
  comment: 'A room is entered through its index.ts; its other files are its own. Tests may share fixtures.',
  severity: 'error',
  from: { path: '^src/', pathNot: `^src/${room}/` },
  to: {
    path: `^src/${room}/`,
    pathNot: [`^src/${room}/${faceOf[room] ?? 'index'}\\.tsx?$`, '/events\\.ts$', '\\.fixture\\.ts$'],
  },
}))

// The rooms inside the kernel, each above the next. What stands beside them is used by all of them: the units of work, the
// errors, the tables.
const kernelRooms = ['machine', 'http', 'delivery', 'time', 'store']
const kernelFaceOf = {
  // A refused call is one of the errors.
  http: '(index|outbound-messages)',
  // A unit of work has the time of the clock; deadlines, behind the same face, run in units of work.
  time: '(index|clock)',
}
const inKernel = (names) => `^src/kernel/(${names.join('|')})/`

const upwardInKernel = kernelRooms.slice(1).map((name, index) => ({
  name: `no-import-up-from-kernel-${name}`,
  comment: 'In the kernel, deliveries know the time and both know the store, not the other way round.',
  severity: 'error',
  from: { path: inKernel([name]), pathNot: ofTests },
  to: { path: inKernel(kernelRooms.slice(0, index + 1)) },
}))

const facesInKernel = kernelRooms.map((name) => ({
  name: `only-through-the-face-of-kernel-${name}`,
  comment:
    'A room inside the kernel is entered through its index.ts as well. The kernel tests its rooms from within.',
  severity: 'error',
  from: { path: '^src/kernel/', pathNot: [inKernel([name]), ofTests] },
  to: { path: inKernel([name]), pathNot: `^src/kernel/${name}/${kernelFaceOf[name] ?? 'index'}\\.ts$` },
}))

const offFloors = { path: '^src/', pathNot: place(floors.flat()) }

module.exports = {
  forbidden: [
    ...upward,
    ...sideways,
    ...narrow,
    {
      name: 'no-server-knows-scripts',
      comment: 'Scripts use the server from outside. Who plays or records them loads them.',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: [
          place([
            'sessions',
            'mcp',
            'simulator',
            'commands',
            'provider.ts',
            'providers/provider.ts',
            'providers/*/steps',
          ]),
          ofTests,
        ],
      },
      to: { path: '^src/sessions/' },
    },
    ...ofParts,
    {
      name: 'no-part-in-a-server',
      comment: 'The server of a provider needs none of the parts that run elsewhere.',
      severity: 'error',
      from: { path: '^src/providers/([^/]+/server/|[^/]+$)', pathNot: ofTests },
      to: { path: partsOfProviders },
    },
    ...faces,
    ...upwardInKernel,
    ...facesInKernel,
    {
      name: 'every-file-stands-on-a-floor',
      comment: 'Give its room a place in the list of floors.',
      severity: 'error',
      from: offFloors,
      to: {},
    },
    {
      name: 'every-imported-file-stands-on-a-floor',
      severity: 'error',
      from: {},
      to: offFloors,
    },
    {
      name: 'every-lone-file-stands-on-a-floor',
      severity: 'error',
      from: { orphan: true, ...offFloors },
      to: {},
    },
    {
      name: 'no-node-in-terms-and-web',
      comment: 'They run in a browser.',
      severity: 'error',
      from: {
        path: place(['terms', 'story', 'web', 'providers/*/panel']),
        pathNot: [ofTests, '/vite\\.config\\.ts$'],
      },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'terms-are-words-alone',
      comment: 'The page, the client and scripts read them too, so they bring no library but these two.',
      severity: 'error',
      from: code(['terms']),
      to: { path: 'node_modules', pathNot: '(^|/)node_modules/(zod|fastest-levenshtein)/' },
    },
    {
      name: 'no-tests-in-code',
      comment: 'What tests share is not built.',
      severity: 'error',
      from: { path: '^src/', pathNot: ofTests },
      to: { path: ofTests },
    },
    {
      name: 'no-circles',
      comment:
        'Types count too: who needs a type of its user takes it from a file below both, or asks for less.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
}
