import path from 'node:path';
import { Command, Option } from 'commander';
import { runsFunctions } from '../dev/node-version.ts';
import { Misuse } from '../failure.ts';
import { type Answers, ask } from '../init/ask.ts';
import { checkFolder } from '../init/folder.ts';
import {
  callingPackageManager,
  install,
  installSteps,
  PACKAGE_MANAGERS,
  type PackageManager,
} from '../init/install.ts';
import { DEFAULT_LANGUAGE, LANGUAGES, type Language } from '../init/language.ts';
import { namesOf } from '../init/names.ts';
import { writeApp } from '../init/write.ts';
import { version } from '../version.ts';

interface Options {
  readonly language?: Language;
  readonly packageManager?: PackageManager;
  readonly install: boolean;
  readonly json?: true;
}

/** Writes a CDK app with users, a page, mails and a test. `npm create cdk-users-api` does the same. */
export function init(): Command {
  return new Command('init')
    .summary('write a new app')
    .description(
      'Writes a CDK app into a new folder and installs its packages: a stack with a users API and fields of your own, a function that mails, a page that registers and logs in, and a test that runs all of it. At a terminal it asks for the folder and the language if no folder is named.',
    )
    .argument('[folder]', 'where to write it; the last part of it names the app')
    .addOption(
      new Option(
        '--language <name>',
        `of the stack: ${LANGUAGES.join(' or ')} (default: ${DEFAULT_LANGUAGE})`,
      ).choices(LANGUAGES),
    )
    .addOption(
      new Option(
        '--package-manager <name>',
        `what installs the packages of npm: ${PACKAGE_MANAGERS.join(' or ')} (default: the one that started this, or npm)`,
      ).choices(PACKAGE_MANAGERS),
    )
    .option('--no-install', 'install nothing')
    .option('--json', 'print one JSON object at the end')
    .action(make);
}

async function make(folder: string | undefined, options: Options): Promise<void> {
  const given = {
    ...(folder && { folder }),
    ...(options.language && { language: options.language }),
  };
  const answers = await completed(given);
  const { language } = answers;
  const place = path.resolve(answers.folder);
  const names = namesOf(path.basename(place), language);
  await checkFolder(place);

  const packageManager = options.packageManager ?? callingPackageManager();
  const bringNode = !runsFunctions();
  await writeApp({ folder: place, names, language, packageManager, version, bringNode });
  const steps = installSteps(language, packageManager);
  if (options.install) {
    process.stderr.write(`wrote ${place}; installing its packages\n`);
    await install(place, steps);
  }

  const shown = path.relative('', place);
  const next = [
    ...(shown === '' ? [] : [`cd ${shown}`]),
    ...(options.install
      ? []
      : steps.flat().map(({ command, args }) => [command, ...args].join(' '))),
    `${packageManager} run dev`,
  ];
  const result = { folder: place, language, packageManager, installed: options.install, next };
  process.stdout.write(
    options.json
      ? `${JSON.stringify(result)}\n`
      : `${names.app} is ready. Next:\n\n${next.map((line) => `  ${line}\n`).join('')}\n`,
  );
}

/** With what the command line leaves out. */
async function completed({ folder, language }: Partial<Answers>): Promise<Answers> {
  if (folder !== undefined) return { folder, language: language ?? DEFAULT_LANGUAGE };
  if (process.stdin.isTTY && process.stderr.isTTY) return ask({ ...(language && { language }) });
  throw new Misuse('which folder? Name a new one, such as my-app');
}
