namespace CommsBot.Staff.SignIn;

/// <summary>Which form the sign-in page shows.</summary>
public enum SignInStep
{
    Password,
    Code,

    /// <summary>First sign-in outside Development: the authenticator app is told its key.</summary>
    SetUp,
    SignOut,

    /// <summary>A person who was invited chooses a password.</summary>
    Invitation,

    /// <summary>A person who is signed in sees, adds and removes passkeys.</summary>
    Passkeys,
}

/// <param name="Refusal">Why the last try did not work; null on the first.</param>
/// <param name="Key">The app's key in groups of four; step <see cref="SignInStep.SetUp"/> only.</param>
public sealed record SignInForm(SignInStep Step, string? Refusal = null, string? Key = null, string? KeyUri = null)
{
    /// <summary>What the person should know first; no fault.</summary>
    public string? Note { get; init; }

    /// <summary>Who locked the screen.</summary>
    public string? Name { get; init; }

    /// <summary>Those of the person; step <see cref="SignInStep.Passkeys"/> only.</summary>
    public IReadOnlyList<KnownPasskey> Passkeys { get; init; } = [];

    /// <summary>The link's secret; step <see cref="SignInStep.Invitation"/> only.</summary>
    public string? Once { get; init; }
}

/// <param name="Added">The day, as it is read.</param>
public sealed record KnownPasskey(string Id, string Name, string Added);
