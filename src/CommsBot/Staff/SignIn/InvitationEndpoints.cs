using CommsBot.Staff.Rights;
using Microsoft.AspNetCore.Mvc;

namespace CommsBot.Staff.SignIn;

/// <summary>An invited person chooses a password; the second factor is set up at the first sign-in.</summary>
internal static class InvitationEndpoints
{
    private const string Path = "/staff/invitation";
    private const string TooOld = "This invitation was used already, or is too old. Ask your administrator for a new link.";

    public static void MapInvitations(this WebApplication app)
    {
        app.MapGet(Path, (string? once, HttpContext http) => SignInEndpoints.Page(http, new SignInForm(SignInStep.Invitation) { Once = once }));
        app.MapPost(Path, AcceptAsync);
    }

    private static async Task<IResult> AcceptAsync([FromForm] string? once, [FromForm] string? password, HttpContext http, Invitations invitations, CancellationToken ct)
    {
        if (password is not { Length: >= Invitations.ShortestPassword and <= Invitations.LongestPassword })
            return SignInEndpoints.Page(http, new SignInForm(SignInStep.Invitation, $"Choose a password of {Invitations.ShortestPassword} to {Invitations.LongestPassword} characters.") { Once = once });
        return await invitations.AcceptAsync(once ?? "", password, ct)
            ? SignInEndpoints.Page(http, new SignInForm(SignInStep.Password) { Note = "Your password is kept. Sign in with it now." })
            : SignInEndpoints.Page(http, new SignInForm(SignInStep.Password, TooOld));
    }
}
