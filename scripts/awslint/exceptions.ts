/** What awslint says of the public API and is left as it is, by rule and member, with the reason. */
export const EXCEPTIONS: Readonly<Record<string, string>> = {
  'prefer-ref-interface:UsersApiAttributes.functions':
    'Metrics and permissions are asked of them, which only IFunction has.',
  'prefer-ref-interface:UsersApiAttributes.httpApi':
    'IUsersApi.httpApi hands it out, and routes of the CDK take only IHttpApi.',
  'prefer-ref-interface:UsersFunctionOptions.layers': 'As of lambda.Function, which hands them on.',
  'prefer-ref-interface:UsersFunctionOptions.logGroup':
    'As of lambda.Function; the role is given rights on it by its L2 as well.',
  'prefer-ref-interface:UsersFunctionOptions.securityGroups':
    'As of lambda.Function, whose connections are made of them.',
  'prefer-ref-interface:UsersFunctionOptions.vpc':
    'As of lambda.Function, which selects subnets by its L2.',
  'prefer-ref-interface:UsersTableProps.kinesisStream': 'TableV2 has the prop, and its type.',
  'resource-interface:UsersTable': 'It is a TableV2, and every ITableV2 is taken in its place.',
};
