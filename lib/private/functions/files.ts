/** What lies beside the bundles: the same for every function of an API, as one folder has it for all of them. */
import { Token } from 'aws-cdk-lib';
import type { OpenApiDocument } from '../../contract/documentation.ts';
import { type Gapped, withGaps } from '../../contract/gaps.ts';
import { type CONCERNS, type Concern, SETTINGS } from '../../contract/index.ts';
import { type FileSetting, fileOf, type Setting, type ValueOf } from '../../contract/setting.ts';
import type { Settings } from '../settings/settings';
import { returnUrlsOf } from './page-urls';

/** Texts by the names of files. */
export type Files = Readonly<Record<string, string>>;

/** Name of the user model's module. */
export const USER_MODEL_FILE = 'user-model.mjs';

type Row = Extract<(typeof CONCERNS)[Concern]['settings'][number], FileSetting>;

/** What the values of files come from. */
export interface FileSources {
  readonly settings: Settings;
  /** Absent where the API doesn't serve it. */
  readonly document: OpenApiDocument | undefined;
  /** Base URL of the API. */
  readonly issuer: string;
}

/** Undefined where the API has no function that reads it. */
const VALUES: {
  readonly [S in Row as S['name']]: (of: FileSources) => ValueOf<S> | undefined;
} = {
  openApiDocument: ({ document }) => document,
  oauthClients: ({ settings, issuer }) =>
    settings.oauthClients.length === 0
      ? undefined
      : settings.oauthClients.map((client) => {
          const { errorUrl } = returnUrlsOf(client, settings, issuer);
          return { ...client._settings, errorUrl };
        }),
};

/** A setting that is a file, and what its gaps are filled with, which only the deployment knows. */
export function gappedFile({ name }: FileSetting, sources: FileSources): Gapped {
  return withGaps(VALUES[name as Row['name']](sources), Token.isUnresolved);
}

/** All files of an API. */
export function filesOf(sources: FileSources): Files {
  const { userModel } = sources.settings;
  const present = SETTINGS.filter(isFile).filter(
    ({ name }) => VALUES[name as Row['name']](sources) !== undefined,
  );
  return {
    ...(userModel && { [USER_MODEL_FILE]: userModel.code }),
    ...Object.fromEntries(
      present.map((setting) => [fileOf(setting), gappedFile(setting, sources).text]),
    ),
  };
}

function isFile(setting: Setting): setting is Setting & FileSetting {
  return setting.kind === 'derived-file';
}
