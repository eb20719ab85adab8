import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * The browser of this machine; `CHROMIUM` names another one.
 *
 * @param options of its command line
 */
export async function startChromium(options: readonly string[] = []): Promise<Browser> {
  const { CHROMIUM: named } = process.env;
  const executablePath = named ?? PLACES.find((place) => existsSync(place));
  if (executablePath === undefined || !existsSync(executablePath)) {
    throw new Error(
      `no browser at ${named ?? PLACES.join(', ')}: install one, on Debian with ` +
        '`apt-get install -y chromium`, or give the path of yours as CHROMIUM',
    );
  }
  // Chromium has no sandbox for root, which CI is.
  const args = [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), ...options];
  return chromium.launch({ executablePath, args });
}
