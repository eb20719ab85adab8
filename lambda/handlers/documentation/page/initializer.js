/* global SwaggerUIBundle */
SwaggerUIBundle({
  dom_id: '#swagger-ui',
  // Beside the page, whatever that is below.
  url: 'openapi.json',
  tryItOutEnabled: true,
  // It would send the document to another host.
  validatorUrl: null,
});
