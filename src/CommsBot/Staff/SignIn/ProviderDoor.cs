using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;

namespace CommsBot.Staff.SignIn;

/// <summary>The way to the provider and back: the provider proves who somebody is, the house decides whether and as what they enter.</summary>
internal sealed partial class ProviderDoor(ProviderPeople people, StaffSignInManager signIn, OidcSettings settings, ILogger<ProviderDoor> log)
{
    public const string Start = "/staff/sign-in/provider";

    private string Unreachable => $"The sign-in of {settings.Label} cannot be reached now. Try again soon. An administrator can sign in with a password.";

    private string Failed => $"The sign-in at {settings.Label} was not completed. Try again, or ask your administrator.";

    public static void Map(WebApplication app)
    {
        if (app.Services.GetService<ProviderPeople>() is null) return;
        app.MapGet(Start, (HttpContext http, ProviderDoor door) => door.SendAsync(http));
    }

    public async Task EnterAsync(HttpContext http, ClaimsPrincipal proven)
    {
        var (id, refusal) = await people.AdmitAsync(proven, http.RequestAborted);
        if (id is null || await signIn.UserManager.FindByIdAsync(id) is not { } person || !await signIn.CanSignInAsync(person))
        {
            await RefuseAsync(http, refusal ?? Failed);
            return;
        }

        await signIn.SignInAsync(person, isPersistent: false, authenticationMethod: ProviderSetup.Scheme);
        http.Response.Redirect(LockEndpoints.BackOf(http));
    }

    public Task FailAsync(HttpContext http, Exception? fault)
    {
        Log.NotCompleted(log, fault?.GetType().Name ?? "unknown");
        return RefuseAsync(http, Failed);
    }

    private async Task<IResult> SendAsync(HttpContext http)
    {
        try
        {
            await http.ChallengeAsync(ProviderSetup.Scheme, new AuthenticationProperties { RedirectUri = "/staff" });
            return Results.Empty;
        }
        catch (Exception fault) when (fault is InvalidOperationException or HttpRequestException)
        {
            // Its own description could not be read.
            Log.Unreachable(log, fault.GetBaseException().GetType().Name);
            return SignInEndpoints.Page(http, new SignInForm(SignInStep.Password, Unreachable));
        }
    }

    private static Task RefuseAsync(HttpContext http, string refusal) =>
        SignInEndpoints.Page(http, new SignInForm(SignInStep.Password, refusal)).ExecuteAsync(http);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "A sign-in at the provider was not completed: {Fault}.")]
        public static partial void NotCompleted(ILogger log, string fault);

        [LoggerMessage(Level = LogLevel.Error, Message = "The sign-in provider cannot be reached: {Fault}.")]
        public static partial void Unreachable(ILogger log, string fault);
    }
}
