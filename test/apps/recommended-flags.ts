/** The example app with the feature flags on that `cdk init` gives to a new app. */
import flags from 'aws-cdk-lib/recommended-feature-flags.json';

const context = JSON.parse(process.env.CDK_CONTEXT_JSON ?? '{}');
process.env.CDK_CONTEXT_JSON = JSON.stringify({ ...context, ...flags });
// Only now, as it makes its `App` when it is loaded.
void import('../../bin/app.ts');
