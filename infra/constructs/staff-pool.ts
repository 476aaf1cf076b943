import { CfnOutput, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib'
import {
  AccountRecovery,
  ClientAttributes,
  FeaturePlan,
  Mfa,
  StringAttribute,
  UserPool,
  type UserPoolClient,
} from 'aws-cdk-lib/aws-cognito'
import { Construct } from 'constructs'
import type { TokenIssuer } from './service-api.ts'

/** What a member of staff is and where, as the token tells it; only administrators write them. */
const claims = {
  role: new StringAttribute({ maxLen: 40, mutable: true }),
  /** Campus ids with spaces between, or `*`. */
  campuses: new StringAttribute({ maxLen: 2_048, mutable: true }),
}

/** The chain's staff: invited by an administrator, a long password and a second factor, tokens for an hour. */
export class StaffPool extends Construct implements TokenIssuer {
  readonly issuerUrl: string
  readonly audience: readonly string[]

  constructor(scope: Construct, id: string, { prefix }: { readonly prefix: string }) {
    super(scope, id)
    const pool = new UserPool(this, 'Pool', {
      userPoolName: `${prefix}-staff`,
      featurePlan: FeaturePlan.LITE,
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
      },
      customAttributes: claims,
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    })
    Validations.of(pool).acknowledge({
      id: 'AwsSolutions-COG8',
      reason: 'Plus costs per active user; staff are invited, never sign up, and have a second factor',
    })
    new CfnOutput(Stack.of(this), 'StaffPoolId', { value: pool.userPoolId, description: 'Where staff are invited' })
    this.issuerUrl = pool.userPoolProviderUrl
    this.audience = [this.#console(pool).userPoolClientId]
  }

  /** Its users may change their name and language, never their role or campuses. */
  #console(pool: UserPool): UserPoolClient {
    const theirs = new ClientAttributes().withStandardAttributes({ fullname: true, locale: true })
    return pool.addClient('Console', {
      authFlows: { userSrp: true },
      disableOAuth: true,
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      idTokenValidity: Duration.hours(1),
      accessTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.days(1),
      writeAttributes: theirs,
      readAttributes: theirs.withStandardAttributes({ email: true }).withCustomAttributes(...Object.keys(claims)),
    })
  }
}
