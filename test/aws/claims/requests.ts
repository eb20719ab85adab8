import type { ClaimGroup } from './claim.ts';

const GATEWAY = 'https://docs.aws.amazon.com/apigateway/latest/developerguide';

export const REQUESTS: ClaimGroup = {
  about: 'Requests',
  claims: [
    {
      id: 'end-to-end',
      claim: 'The API does over AWS what its end-to-end cases say of it on one machine.',
      source: `${GATEWAY}/http-api-develop-integrations-lambda.html`,
      hand: 'curl -si -X POST $URL/register -H "content-type: application/json" -d \'{"email":"ada@example.com","password":"correct horse battery"}\'',
      check: 'cases',
    },
    {
      id: 'sessions',
      claim: 'Stored sessions, by bearer and by cookie, do there what their cases say.',
      source: `${GATEWAY}/http-api-develop-integrations-lambda.html`,
      hand: 'curl -s $URL/me/sessions -H "authorization: Bearer $TOKEN"',
      check: 'cases',
    },
    {
      id: 'refresh-tokens',
      claim: 'Refresh tokens do there what their cases say, at once and one after another.',
      source:
        'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html',
      hand: 'curl -si -X POST $URL/refresh/jwt -H "content-type: application/json" -d \'{"refresh_token":"\'$REFRESH\'"}\'',
      check: 'cases',
    },
    {
      id: 'provider-logins',
      claim:
        'Logins at an OpenID provider, and accounts that are linked, do there what their cases say.',
      source: 'https://openid.net/specs/openid-connect-core-1_0.html#CodeFlowAuth',
      hand: 'curl -si $URL/oauth/acme/authorize -H "accept: text/html"',
      check: 'cases',
    },
    {
      id: 'authorizers',
      claim:
        'Routes behind every kind of authorizer, of HTTP, REST and WebSocket APIs, let in and keep out as their cases say.',
      source: `${GATEWAY}/http-api-lambda-authorizer.html`,
      hand: 'curl -si ${URL%/users}/own/any -H "authorization: Bearer $TOKEN"',
      check: 'cases',
    },
    {
      id: 'www-authenticate',
      claim: 'A 401 has its `WWW-Authenticate` under that name, which REST APIs give another one.',
      source: `${GATEWAY}/api-gateway-known-issues.html`,
      hand: 'curl -si $URL/me | grep -i authenticate',
      check: 'gateway',
    },
    {
      id: 'trailing-slash',
      claim: 'A path with a slash at its end leads to the route without it: 401 without a login.',
      source: `${GATEWAY}/http-api-develop-routes.html`,
      hand: 'curl -so /dev/null -w "%{http_code}\\n" $URL/me/',
      check: 'gateway',
    },
    {
      id: 'head',
      claim: '`HEAD` has no route: 404.',
      source: `${GATEWAY}/http-api-develop-routes.html`,
      hand: 'curl -sI $URL/me',
      check: 'gateway',
    },
    {
      id: 'empty-post',
      claim:
        'A `POST` without body and content type is 422, whatever type API Gateway adds where `Content-Length` is 0.',
      source: `${GATEWAY}/api-gateway-known-issues.html`,
      hand: 'curl -si -X POST $URL/register',
      check: 'gateway',
    },
    {
      id: 'long-headers',
      claim:
        'Request line and values of headers beyond 10,240 bytes together are refused before any function runs.',
      source: `${GATEWAY}/http-api-quotas.html`,
      hand: 'curl -si $URL/me -H "x-long: $(head -c 12000 /dev/zero | tr \'\\\\0\' x)"',
      check: 'gateway',
    },
    {
      id: 'large-body',
      claim: 'A body of 7 MB is 413, by API Gateway or by Lambda, and starts no work.',
      source: 'https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html',
      hand: 'head -c 7000000 /dev/zero | curl -si --data-binary @- -H "content-type: application/json" $URL/register',
      check: 'gateway',
    },
    {
      id: 'throttled-function',
      claim: 'A request whose function Lambda throttles is 503.',
      source: `${GATEWAY}/http-api-troubleshooting-lambda.html`,
      hand: 'aws lambda put-function-concurrency --function-name $GET_ME --reserved-concurrent-executions 0; curl -si $URL/me',
      check: 'gateway',
    },
    {
      id: 'throttle-of-stage',
      claim: 'The rate of `throttle` is that of all routes of the stage together.',
      source: `${GATEWAY}/http-api-throttling.html`,
      hand: 'seq 900 | xargs -P60 -I{} curl -so /dev/null -w "%{http_code}\\n" $URL/me | sort | uniq -c',
      byHand:
        'It takes an API with a low throttle, and a burst that other cases would suffer from.',
    },
    {
      id: 'viewer-address-of-cloudfront',
      claim:
        'A viewer’s own `CloudFront-Viewer-Address` never reaches the origin where the origin request policy adds that header.',
      source:
        'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/adding-cloudfront-headers.html',
      hand: 'TOKEN=$(curl -s -X POST https://$DOMAIN/users/login/session -H "cloudfront-viewer-address: 192.0.2.77:1" -H "content-type: application/json" -d \'{"username":"ada@example.com","password":"correct horse battery"}\' | jq -r .access_token); curl -s https://$DOMAIN/users/me/sessions -H "authorization: Bearer $TOKEN" | jq -r ".[] | select(.current).ip"',
      byHand:
        'It takes the distribution of docs/waf.md, a name in DNS, and stored sessions; any address but 192.0.2.77 shows it.',
    },
    {
      id: 'keys-in-time',
      claim:
        'The key set of an API answers within the 1.5 s that API Gateway waits for it, from a cold start, five times.',
      source: `${GATEWAY}/http-api-quotas.html`,
      hand: 'aws lambda update-function-configuration --function-name $JWKS --description cold && aws lambda wait function-updated-v2 --function-name $JWKS && curl -so /dev/null -w "%{time_total}\\n" $URL/.well-known/jwks.json',
      check: 'cold-keys',
    },
    {
      id: 'first-keys',
      claim: 'The key set has its first keys within a minute of the end of the deployment.',
      source:
        'https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda.html',
      hand: 'until curl -sf $URL/.well-known/jwks.json; do sleep 1; done',
      check: 'deployment',
    },
  ],
};
