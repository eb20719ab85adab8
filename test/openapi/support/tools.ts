/** Programs in Python that read the document: they are kept in `.cache/`. */
import path from 'node:path';
import { pythonEnvironment } from '../../../scripts/python-environment.ts';

const REQUIREMENTS = path.join(import.meta.dirname, '../../../scripts/requirements/contract.txt');

/**
 * The folder of schemathesis, openapi-python-client, mypy and a Python that has them.
 *
 * @throws {Error} one line with what was got, what is expected, and how to fix it
 */
export function contractPrograms(): Promise<string> {
  return pythonEnvironment(REQUIREMENTS, { oldest: [3, 11] });
}
