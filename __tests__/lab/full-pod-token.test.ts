import { withOtherSignature, withSubject } from "../../lab/full/pod-token";
import { AwsFault } from "../../lab/front/aws-fault";
import { Issuer } from "../../lab/front/issuer";
import { verifyToken } from "../../lab/front/verify-token";

const issuer = new Issuer("https://issuer.example.com");
const clusters = [
  {
    name: "prod-us",
    account: "111122223333",
    region: "us-east-1",
    issuer: issuer.url,
    keys: () => Promise.resolve(issuer.keys),
  },
];

function token(): string {
  return issuer.issue({
    namespace: "echo",
    serviceAccount: "neighbour",
    audience: "sts.amazonaws.com",
  });
}

async function verdict(edited: string): Promise<string> {
  try {
    return (await verifyToken(clusters, edited)).claims.sub;
  } catch (error) {
    return error instanceof AwsFault ? error.message : String(error);
  }
}

describe("a token that is edited for a check", () => {
  it("is good as it was issued", async () => {
    expect(await verdict(token())).toBe("system:serviceaccount:echo:neighbour");
  });

  it("has another subject and the old signature", async () => {
    const edited = withSubject(token(), { namespace: "echo", name: "aws-sa" });

    const payload = Buffer.from(edited.split(".")[1] ?? "", "base64url");
    expect(JSON.parse(payload.toString())).toMatchObject({
      iss: issuer.url,
      sub: "system:serviceaccount:echo:aws-sa",
    });
    expect(await verdict(edited)).toBe("Signature verification failed");
  });

  it("has another signature and the old subject", async () => {
    const issued = token();
    const edited = withOtherSignature(issued);

    expect(edited.split(".").slice(0, 2)).toEqual(
      issued.split(".").slice(0, 2),
    );
    expect(await verdict(edited)).toBe("Signature verification failed");
  });
});
