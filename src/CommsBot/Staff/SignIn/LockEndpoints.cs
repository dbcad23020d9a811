namespace CommsBot.Staff.SignIn;

/// <summary>
/// The screen locks after some minutes without a key or click: the cookie ends, the draft stays in the tab, and the same page opens after the next
/// sign-in. Locking is not leaving: what the person holds stays theirs until its lease ends.
/// </summary>
internal static class LockEndpoints
{
    private const string BackCookie = "commsbot-back";

    public static void MapLock(this WebApplication app) => app.MapGet("/staff/lock", LockAsync);

    private static async Task<IResult> LockAsync(string? back, HttpContext http, StaffSignInManager signIn, StaffAccounts accounts)
    {
        // A link on another site must not sign anybody out.
        if (http.Request.Headers["Sec-Fetch-Site"] != "same-origin") return Results.LocalRedirect("/staff");
        var name = http.User.Identity is { IsAuthenticated: true } known ? known.Name : null;
        if (name is not null)
        {
            await accounts.LockAsync(name);
            await signIn.SignOutAsync();
        }

        if (IsOurs(back)) http.Response.Cookies.Append(BackCookie, back!, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = http.Request.IsHttps, Path = "/staff", MaxAge = TimeSpan.FromHours(12) });
        return SignInEndpoints.Page(http, new SignInForm(SignInStep.Password) { Note = "The screen was locked because nobody used it. What you typed is kept.", Name = name });
    }

    /// <summary>Where the person was before the screen was locked, once; else the console's first page.</summary>
    public static string BackOf(HttpContext http)
    {
        if (http.Request.Cookies[BackCookie] is not { } back || !IsOurs(back)) return "/staff";
        http.Response.Cookies.Delete(BackCookie, new CookieOptions { Path = "/staff" });
        return back;
    }

    private static bool IsOurs(string? path) => path is { Length: < 200 } && path.StartsWith("/staff", StringComparison.Ordinal) && !path.Contains("//", StringComparison.Ordinal)
        && path.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '-' or '_' or '.');
}
