/** What `docs/cli.md` has of the command: from the command itself. */
import { EXIT_CODES } from '../../packages/cli/src/exit-codes.ts';
import { program } from '../../packages/cli/src/program.ts';
import { table } from './markdown.ts';

type Command = ReturnType<typeof program>;
type Option = Command['options'][number];
type Argument = Command['registeredArguments'][number];

/** A section for each command, with its options. */
export function commands(): string {
  return program().commands.map(section).join('\n\n');
}

function section(command: Command): string {
  const args = command.registeredArguments.map((argument) => [
    `\`${nameOf(argument)}\``,
    argument.description,
    '',
  ]);
  const options = command.options.map((option) => [
    `\`${option.flags}\``,
    option.description,
    defaultOf(option),
  ]);
  return [
    `### ${command.name()}`,
    command.description(),
    table(['option', 'is', 'default'], [...args, ...options]),
  ].join('\n\n');
}

const nameOf = (argument: Argument) =>
  argument.required ? `<${argument.name()}>` : `[${argument.name()}]`;

function defaultOf({ defaultValue, envVar, mandatory }: Option): string {
  const value = defaultValue === undefined ? [] : [`\`${defaultValue}\``];
  const variable = envVar === undefined ? [] : [`the variable \`${envVar}\``];
  return mandatory ? 'has to be given' : [...variable, ...value].join(', or else ');
}

export function exitCodes(): string {
  const rows = Object.values(EXIT_CODES).map(([code, meaning]) => [String(code), meaning]);
  return table(['exit code', 'means'], rows);
}
