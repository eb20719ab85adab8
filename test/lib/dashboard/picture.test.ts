import { readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { expect, test } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { UsersApi, UsersDashboard } from '../../../lib';
import { newStack } from '../support';
import { draw } from './draw';
import { bodyOf } from './widgets';

const PICTURE = path.join(__dirname, '../../../docs/pictures/dashboard.svg');

const stack = newStack();
new UsersDashboard(stack, 'Board', { users: new UsersApi(stack, 'Users') });
const body = bodyOf(Template.fromStack(stack));
// `npm run picture`
if (process.env.WRITE_PICTURE === 'true') writeFileSync(PICTURE, draw(body));
const picture = readFileSync(PICTURE, 'utf8');

test('the picture in the documents is of the dashboard as it is; npm run picture draws it', () => {
  expect(draw(body) === picture).toBe(true);
});

test('the picture has the title of every widget', () => {
  const titles = body.widgets.map(({ properties: { title, markdown } }) =>
    String(title ?? markdown?.replace(/^#+ /, '')),
  );
  expect(titles.filter((title) => !picture.includes(`>${title}<`))).toEqual([]);
  expect(titles.length).toBeGreaterThan(15);
});
