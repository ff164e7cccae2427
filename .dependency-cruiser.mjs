// The ranks of ARCHITECTURE.md: a room imports strictly lower ranks only, and of them only index.ts.
const RANKS = [
  ['core'],
  ['config', 'text', 'resilience'],
  ['memory', 'http'],
  ['store', 'optimizer'],
  ['jobs', 'cache', 'frameworks'],
  ['personas', 'mcp', 'conversations', 'access'],
  ['playbook'],
  ['models'],
  ['answers'],
  ['monitoring'],
  ['api'],
  ['app'],
  ['cli'],
];

/** Of the lower ranks, `frameworks` needs only these. */
const NARROWER = { frameworks: ['core', 'config', 'text'] };

/** What the command line loads before the rest, because an MCP client waits for a greeting. */
const LIGHT = ['^src/api/protocol/product-version\\.ts$', '^src/api/mcp/stdio\\.ts$'];

const SPEC = '\\.spec\\.ts$';

const direction = RANKS.flatMap((modules, rank) =>
  modules.map((module) => {
    const allowed = NARROWER[module] ?? RANKS.slice(0, rank).flat();
    const forbidden = [...RANKS.flat().filter((other) => other !== module && !allowed.includes(other))];
    return {
      name: `direction-${module}`,
      comment: `${module}/ may import only: ${allowed.join(', ') || 'nothing'}`,
      severity: 'error',
      from: { path: `^src/${module}/`, pathNot: SPEC },
      to: { path: `^src/(${[...forbidden.map((other) => `${other}/`), '[^/]+\\.ts$'].join('|')})` },
    };
  }),
);

const indexes = RANKS.flat().map((module) => ({
  name: `index-${module}`,
  comment: `outside of ${module}/, import src/${module}/index.ts`,
  severity: 'error',
  from: { path: '^src/', pathNot: [`^src/${module}/`, ...(module === 'cli' ? ['^src/(cli|main)\\.ts$'] : []), SPEC] },
  to: { path: `^src/${module}/`, pathNot: [`^src/${module}/index\\.ts$`, ...LIGHT] },
}));

/** Sub-folders of a room import only those before them, and none of the room's own files; a list within is of equal rank. */
const SUB_FOLDERS = {
  answers: ['messages', 'reading', 'writing', 'recording', 'caching', 'continuing'],
  api: ['protocol', 'contract', 'streams', 'rest', ['console', 'docs', 'graphql', 'health', 'mcp', 'openai']],
  cli: ['output'],
  conversations: ['records', 'audit', 'journal'],
  mcp: ['transport', 'sessions', 'builtin', 'tools'],
  models: ['clients', 'balancing'],
  monitoring: ['metrics'],
  playbook: ['brief', 'facts', 'question', 'content', 'sensitive', 'drafting', 'cases', 'reading', 'writing'],
};

const subFolders = Object.entries(SUB_FOLDERS).flatMap(([module, order]) =>
  order.flatMap((rank, at) =>
    [rank].flat().map((folder) => {
      const earlier = order.slice(0, at).flat();
      return {
        name: `sub-folder-${module}-${folder}`,
        comment: `${module}/${folder}/ may import of its room only: ${earlier.join(', ') || 'nothing'}`,
        severity: 'error',
        from: { path: `^src/${module}/${folder}/`, pathNot: SPEC },
        to: { path: `^src/${module}/`, pathNot: [folder, ...earlier].map((one) => `^src/${module}/${one}/`) },
      };
    }),
  ),
);

export default {
  forbidden: [
    ...direction,
    ...indexes,
    ...subFolders,
    {
      name: 'no-cycle',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'algorithms-know-no-framework',
      comment: 'Nest belongs in modules, guards, interceptors, controllers, resolvers, filters and composition files',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: [
          '\\.(module|guard|interceptor|controller|resolver|filter|indicator|pipe|decorator)\\.ts$',
          '^src/app/',
          '^src/cli/(local-answerer|mcp-session)\\.ts$',
          // The one place that reads Nest's execution context.
          '^src/http/http-exchange\\.ts$',
          SPEC,
        ],
      },
      to: { path: 'node_modules/@nestjs/' },
    },
    {
      name: 'no-test-code-in-product',
      severity: 'error',
      from: { path: '^src/', pathNot: SPEC },
      to: { path: '^test/' },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'types', 'default'] },
  },
};
