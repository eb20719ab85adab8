#!/usr/bin/env node
/** `npm create cdk-users-api`: the command `cdk-users-api init`, without all that the others need. */
import { asProgram } from '../../cli/src/as-program.ts';
import { init } from '../../cli/src/commands/init.ts';
import { run } from '../../cli/src/run.ts';

const program = asProgram(init().name('create-cdk-users-api'));
process.exitCode = await run(program, process.argv.slice(2));
