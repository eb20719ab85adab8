import io.github.cdkusersapi.AuthBackend;
import io.github.cdkusersapi.JwtAlgorithm;
import io.github.cdkusersapi.JwtBackendOptions;
import io.github.cdkusersapi.PasswordPolicy;
import io.github.cdkusersapi.UsersApi;
import java.util.List;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;

/** A stack in Java; `npm run test:languages` compiles it with the generated classes, and synthesises it. */
public final class JavaApp {
  public static void main(final String[] args) {
    App app = new App();
    Stack stack = new Stack(app, "JavaApp");
    UsersApi users = UsersApi.Builder.create(stack, "Users")
        .authBackends(List.of(
            AuthBackend.jwt(JwtBackendOptions.builder().algorithm(JwtAlgorithm.ES256).build()),
            AuthBackend.cookie()))
        .passwordPolicy(PasswordPolicy.builder().minLength(10).build())
        .build();
    users.onAfterRegister("Registered");
    app.synth();
  }
}
