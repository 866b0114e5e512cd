import { join } from "node:path";
import { exitStatus, readPlan, reviewPlans } from "../../modules/review";
import { itNeeds } from "../support/component";
import { temporaryFolder } from "../support/temporary-folder";
import { provider, terraform } from "../support/terraform";
import { describeReview } from "./support/describe-review";
import { startIamServer } from "./support/iam-server";
import { irsaTrust, policyText } from "./support/plan";
import { planOf } from "./support/plan-story";
import { terraformOf } from "./support/terraform-of";

describe("a plan that imports what is there already", () => {
  itNeeds(
    [terraform, provider("aws", "5.29.0")],
    "shows what the import changes, and nothing of what it leaves",
    async () => {
      const address = await startIamServer({
        "prod-us-echo": {
          trust: irsaTrust(),
          policies: {
            permissions: policyText(
              ["s3:GetObject"],
              ["arn:aws:s3:::acme-reports/*"],
            ),
          },
        },
        "prod-us-kept": {
          trust: irsaTrust("system:serviceaccount:kept:aws-sa"),
          policies: {},
        },
      });
      const plan = readPlan(
        "prod-us",
        await planOf(
          terraformOf("terraform", { AWS_ENDPOINT_URL_IAM: address }),
          join(__dirname, "imports"),
          temporaryFolder(),
          "after",
          undefined,
        ),
      );

      const review = await reviewPlans({ plans: [plan] });

      expect(review.plans[0]?.counts.import).toBe(3);
      expect(describeReview(review, exitStatus(review))).toMatchInlineSnapshot(`
       "prod-us: reviewed

       changes (trust policy): echo/aws-sa on prod-us; known
         irsa arn:aws:iam::111122223333:role/prod-us-echo -> irsa arn:aws:iam::111122223333:role/prod-us-echo
         + Allow s3:DeleteObject on arn:aws:s3:::acme-reports/* by permissions
         route echo/aws-sa -> tokens of oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF -> arn:aws:iam::111122223333:role/prod-us-echo -> permissions -> Allow s3:GetObject, s3:DeleteObject on arn:aws:s3:::acme-reports/*

       gains: echo/other on prod-us; known
         nothing -> irsa arn:aws:iam::111122223333:role/prod-us-echo
         + Allow s3:GetObject on arn:aws:s3:::acme-reports/* by permissions
         + Allow s3:DeleteObject on arn:aws:s3:::acme-reports/* by permissions
         route echo/other -> tokens of oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF -> arn:aws:iam::111122223333:role/prod-us-echo -> permissions -> Allow s3:GetObject, s3:DeleteObject on arn:aws:s3:::acme-reports/*
       restart prod-us echo/other: it gets IRSA: pods that run already have no credentials by it
       exit status 0
       "
      `);
    },
  );
});
