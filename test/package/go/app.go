// A stack in Go; `npm run test:languages` builds it with the generated module, and runs it with the packed command.
package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
	users "github.com/cdk-users-api/cdk-users-api-go/cdkusersapi"
)

func main() {
	defer jsii.Close()
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("GoApp"), nil)
	api := users.NewUsersApi(stack, jsii.String("Users"), &users.UsersApiProps{
		AuthBackends: &[]users.AuthBackend{
			users.AuthBackend_Jwt(&users.JwtBackendOptions{Algorithm: users.JwtAlgorithm_ES256()}),
			users.AuthBackend_Cookie(nil),
		},
		PasswordPolicy: &users.PasswordPolicy{MinLength: jsii.Number(10)},
	})
	api.OnAfterRegister(jsii.String("Registered"), nil)
	app.Synth(nil)
}
