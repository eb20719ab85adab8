#!/usr/bin/env node
/** The command `cdk-users-api`: one word for each thing it does, `src/commands/`. */
import { program } from './program.ts';
import { run } from './run.ts';

process.exitCode = await run(program(), process.argv.slice(2));
