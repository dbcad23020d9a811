namespace CommsBot.Staff.SignIn;

/// <summary>Which form the sign-in page shows.</summary>
public enum SignInStep
{
    Password,
    Code,

    /// <summary>First sign-in outside Development: the authenticator app is told its key.</summary>
    SetUp,
    SignOut,
}

/// <param name="Refusal">Why the last try did not work; null on the first.</param>
/// <param name="Key">The app's key in groups of four; step <see cref="SignInStep.SetUp"/> only.</param>
public sealed record SignInForm(SignInStep Step, string? Refusal = null, string? Key = null, string? KeyUri = null);
