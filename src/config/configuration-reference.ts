import * as z from 'zod';

import { configFileSchema } from './app-config.js';

interface SettingSchema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly exclusiveMaximum?: number;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly SettingSchema[];
  readonly oneOf?: readonly SettingSchema[];
  readonly items?: SettingSchema;
  readonly properties?: Readonly<Record<string, SettingSchema>>;
}

interface Setting {
  readonly path: string;
  readonly schema: SettingSchema;
}

/** Every setting of `director.yaml` as a Markdown page, made from the schema that validates the file. */
export function configurationReference(): string {
  const root = z.toJSONSchema(configFileSchema, {
    io: 'input',
    reused: 'inline',
    unrepresentable: 'any',
  }) as SettingSchema;
  const rows = settingsIn('', root).map(
    ({ path, schema }) =>
      `| \`${path}\` | ${kindOf(schema)} | ${schema.default === undefined ? '' : `\`${JSON.stringify(schema.default)}\``} | ${cell(schema.description ?? '')} |`,
  );
  return `# Configuration

You want to change how the service behaves. These are the settings of \`director.yaml\`, all optional. A wrong value stops the start with file, line and column. \`npm run -s director -- config\` prints what is in force. The environment variables are in the [README](../README.md#configure). This page is generated.

| Setting | Value | Default | Meaning |
| --- | --- | --- | --- |
${rows.join('\n')}
`;
}

function settingsIn(path: string, schema: SettingSchema): Setting[] {
  const branches =
    schema.oneOf ??
    (schema.anyOf?.some(({ properties }) => properties !== undefined) === true ? schema.anyOf : undefined);
  if (branches !== undefined) {
    const seen = new Set<string>();
    return branches
      .flatMap((branch) => settingsIn(path, branch))
      .filter((setting) => !seen.has(setting.path) && seen.add(setting.path));
  }
  if (schema.items?.properties !== undefined || schema.items?.oneOf !== undefined)
    return settingsIn(`${path}[]`, schema.items);
  if (schema.properties === undefined) return [{ path, schema }];
  return Object.entries(schema.properties).flatMap(([name, inner]) =>
    settingsIn(path === '' ? name : `${path}.${name}`, inner),
  );
}

function kindOf(schema: SettingSchema): string {
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${String(value)}\``).join(', ');
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const).replaceAll('"', '')}\``;
  const { type = 'any value', minimum, exclusiveMinimum, maximum, exclusiveMaximum } = schema;
  if (type !== 'integer' && type !== 'number') return type;
  const low = exclusiveMinimum === undefined ? minimum : `above ${exclusiveMinimum}`;
  const high = exclusiveMaximum === undefined ? maximum : `below ${exclusiveMaximum}`;
  return low === undefined || high === undefined ? type : `${type}, ${low} to ${high}`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
