import { expect, it } from '@jest/globals';
import { deviceOf } from '../../../lambda/pages/parts/device.ts';
import { Say } from '../../../lambda/pages/texts.ts';
import { IPHONE, MAC_CHROME } from './fixtures/data.ts';

const WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)';

it.each([
  { agent: MAC_CHROME, name: 'Chrome on macOS', kind: 'desktop' },
  { agent: IPHONE, name: 'Safari on iOS', kind: 'phone' },
  {
    agent: `${WINDOWS} Gecko/20100101 Firefox/146.0`,
    name: 'Firefox on Windows',
    kind: 'desktop',
  },
  {
    agent: `${WINDOWS} AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0`,
    name: 'Microsoft Edge on Windows',
    kind: 'desktop',
  },
  { agent: 'curl/8.5.0', name: 'Unknown device', kind: 'desktop' },
  { agent: '', name: 'Unknown device', kind: 'desktop' },
  { agent: null, name: 'Unknown device', kind: 'desktop' },
  { agent: undefined, name: 'Unknown device', kind: 'desktop' },
])('$agent is $name', ({ agent, name, kind }) => {
  expect(deviceOf(new Say('en'), agent)).toEqual({ name, kind });
});
