from aws_cdk import App
from my_app.my_app_stack import MyAppStack

app = App()
# Before you deploy: an address of a domain that SES has verified. On your machine, mails go nowhere.
MyAppStack(app, "MyApp", sender="no-reply@example.com")
app.synth()
