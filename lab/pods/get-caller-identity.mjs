// What runs in a pod of the lab: the AWS SDK asks who it is, with nothing but what the pod was given.
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

try {
  const { Arn } = await new STSClient({ maxAttempts: 1 }).send(
    new GetCallerIdentityCommand({}),
  );
  console.log(JSON.stringify({ arn: Arn }));
} catch (error) {
  console.log(JSON.stringify({ error: error.name, message: error.message }));
}
