/** A program that can use this service, and what to paste into it. */
export interface ClientSetup {
  /** In the address of its part of the page. */
  readonly id: string;
  readonly name: string;
  readonly protocol: 'MCP' | 'OpenAI' | 'REST' | 'GraphQL';
  /** What to do with the lines, in a sentence or two. */
  readonly how: string;
  readonly lines: readonly { readonly title: string; readonly text: string }[];
}

const QUESTION = 'Our three squads keep waiting on the infra group for every deploy. What should we change?';
const NAME = 'claude-director';
const json = (value: object) => JSON.stringify(value, undefined, 2);

/**
 * Set-ups for every client, with the address of this service.
 *
 * @param origin  For example `https://director.example`.
 * @param needsKey Whether the service wants a key; it is never written out, only where it is read from.
 */
export function clientSetups(origin: string, needsKey: boolean): readonly ClientSetup[] {
  return [
    ...mcpClients(`${origin}/mcp`, needsKey),
    ...openAiClients(`${origin}/v1`, needsKey),
    ...programs(origin, needsKey),
  ];
}

function mcpClients(url: string, needsKey: boolean): ClientSetup[] {
  const headers = (key: string) => (needsKey ? { headers: { Authorization: `Bearer ${key}` } } : {});
  const isPlain = url.startsWith('http:') ? ['--allow-http'] : [];
  const bridge = [
    '-y',
    'mcp-remote',
    url,
    ...isPlain,
    ...(needsKey ? ['--header', 'Authorization:${DIRECTOR_AUTH}'] : []),
  ];
  const bridgeKey = needsKey ? { env: { DIRECTOR_AUTH: 'Bearer YOUR-KEY' } } : {};
  return [
    {
      id: 'claude-code',
      name: 'Claude Code',
      protocol: 'MCP',
      how: 'Run the line once; the tools ask, plan, detect_frameworks and three more are there in the next session, the personas as prompts.',
      lines: [
        {
          title: 'Command',
          text: `claude mcp add --transport http ${NAME} ${url}${needsKey ? ' \\\n  --header "Authorization: Bearer $DIRECTOR_KEY"' : ''}`,
        },
      ],
    },
    {
      id: 'claude-desktop',
      name: 'Claude Desktop',
      protocol: 'MCP',
      how: 'Settings, Developer, Edit Config: merge this into claude_desktop_config.json and start the application again. It reaches a service over HTTP by way of mcp-remote, which npx fetches.',
      lines: [
        {
          title: 'claude_desktop_config.json',
          text: json({ mcpServers: { [NAME]: { command: 'npx', args: bridge, ...bridgeKey } } }),
        },
        {
          title: 'Without a network, on the machine of the service',
          text: 'claude-director mcp --print-config claude-desktop',
        },
      ],
    },
    {
      id: 'cursor',
      name: 'Cursor',
      protocol: 'MCP',
      how: 'Save it as .cursor/mcp.json in your project, or as ~/.cursor/mcp.json for all of them.',
      lines: [
        {
          title: '.cursor/mcp.json',
          text: json({ mcpServers: { [NAME]: { url, ...headers('${env:DIRECTOR_KEY}') } } }),
        },
      ],
    },
    {
      id: 'vs-code',
      name: 'VS Code',
      protocol: 'MCP',
      how: 'Save it as .vscode/mcp.json. Copilot in agent mode then has the tools; the key is asked for once and kept in the secret store.',
      lines: [
        {
          title: '.vscode/mcp.json',
          text: json({
            servers: { [NAME]: { type: 'http', url, ...headers('${input:director-key}') } },
            ...(needsKey
              ? {
                  inputs: [
                    { type: 'promptString', id: 'director-key', description: 'Key of ClaudeDirector', password: true },
                  ],
                }
              : {}),
          }),
        },
      ],
    },
    {
      id: 'codex',
      name: 'Codex',
      protocol: 'MCP',
      how: 'Add it to ~/.codex/config.toml.',
      lines: [
        {
          title: '~/.codex/config.toml',
          text: `[mcp_servers.${NAME}]\nurl = "${url}"${needsKey ? '\nbearer_token_env_var = "DIRECTOR_KEY"' : ''}`,
        },
      ],
    },
  ];
}

function openAiClients(baseUrl: string, needsKey: boolean): ClientSetup[] {
  const key = needsKey ? 'your key' : 'anything: no key is needed';
  const fromEnv = needsKey ? '${DIRECTOR_KEY}' : 'not-needed';
  return [
    {
      id: 'open-webui',
      name: 'Open WebUI',
      protocol: 'OpenAI',
      how: `Admin settings, Connections, OpenAI API, add: the address below, and as key ${key}. The model is called director. From a container, put host.docker.internal in the place of 127.0.0.1, and list that name in http.allowedHosts.`,
      lines: [
        { title: 'Address', text: baseUrl },
        {
          title: 'Or in its environment',
          text: `OPENAI_API_BASE_URL=${baseUrl}\nOPENAI_API_KEY=${needsKey ? '$DIRECTOR_KEY' : 'not-needed'}`,
        },
      ],
    },
    {
      id: 'librechat',
      name: 'LibreChat',
      protocol: 'OpenAI',
      how: 'Add it to librechat.yaml and start it again. From a container, put host.docker.internal in the place of 127.0.0.1, and list that name in http.allowedHosts.',
      lines: [
        {
          title: 'librechat.yaml',
          text: `endpoints:
  custom:
    - name: ClaudeDirector
      apiKey: '${fromEnv}'
      baseURL: '${baseUrl}'
      models:
        default: ['director']
        fetch: true
      titleConvo: false`,
        },
      ],
    },
    {
      id: 'openai-python',
      name: 'openai for Python',
      protocol: 'OpenAI',
      how: 'pip install openai',
      lines: [
        {
          title: 'ask.py',
          text: `${needsKey ? 'import os\n' : ''}from openai import OpenAI

client = OpenAI(base_url="${baseUrl}", api_key=${needsKey ? 'os.environ["DIRECTOR_KEY"]' : '"not-needed"'})
answer = client.chat.completions.create(
    model="director",
    messages=[{"role": "user", "content": "${QUESTION}"}],
)
print(answer.choices[0].message.content)`,
        },
      ],
    },
    {
      id: 'openai-node',
      name: 'openai for Node.js',
      protocol: 'OpenAI',
      how: 'npm install openai',
      lines: [
        {
          title: 'ask.mjs',
          text: `import OpenAI from 'openai';

const client = new OpenAI({ baseURL: '${baseUrl}', apiKey: ${needsKey ? 'process.env.DIRECTOR_KEY' : "'not-needed'"} });
const answer = await client.chat.completions.create({
  model: 'director',
  messages: [{ role: 'user', content: '${QUESTION}' }],
});
console.log(answer.choices[0].message.content);`,
        },
      ],
    },
  ];
}

function programs(origin: string, needsKey: boolean): ClientSetup[] {
  const key = needsKey ? ` \\\n  -H "Authorization: Bearer $DIRECTOR_KEY"` : '';
  const type = ` \\\n  -H 'content-type: application/json'`;
  const query = `mutation { ask(input: {question: "${QUESTION}"}) { answer { markdown } receipt { met frameworks { id evidence { quote } } } } }`;
  return [
    {
      id: 'curl',
      name: 'curl',
      protocol: 'REST',
      how: 'The whole answer at its deadline, or event by event as it comes about.',
      lines: [
        { title: 'Whole', text: `curl -s ${origin}/v1/answers${key}${type} \\\n  -d '{"question":"${QUESTION}"}'` },
        {
          title: 'As events',
          text: `curl -sN ${origin}/v1/answers${key}${type} \\\n  -H 'accept: text/event-stream' \\\n  -d '{"question":"${QUESTION}"}'`,
        },
      ],
    },
    {
      id: 'graphql',
      name: 'GraphQL',
      protocol: 'GraphQL',
      how: 'Any client; subscriptions come over WebSocket (graphql-transport-ws) at the same address.',
      lines: [
        { title: 'With curl', text: `curl -s ${origin}/graphql${key}${type} \\\n  -d '${JSON.stringify({ query })}'` },
      ],
    },
  ];
}
