using CommsBot.Clinics;
using CommsBot.Settings;
using CommsBot.Staff;
using CommsBot.Staff.SignIn;
using CommsBot.Storage;

namespace CommsBot.Commands;

/// <summary>Makes, disables and resets the people who may sign in; beside a running service too.</summary>
internal static class StaffVerbs
{
    public static async Task<int> AddAsync(VerbInput input)
    {
        var role = input.Take("role") ?? "staff";
        var clinics = (input.Take("clinics") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var signIn = input.Take("sign-in");
        var name = NameOf(input);
        if (!StaffAccounts.Roles.Contains(role)) throw new UsageException($"--role must be one of {string.Join(", ", StaffAccounts.Roles)}, not '{role}'.");
        await using var app = await CommsBotHost.CreateAsync(input.Host, use: DatabaseUse.Visit);
        var directory = app.Services.GetRequiredService<ClinicDirectory>();
        if (clinics.FirstOrDefault(id => directory.Find(id) is null) is { } unknown)
            throw new UsageException($"There is no clinic '{unknown}'. The clinics are {string.Join(", ", directory.All.Select(c => c.Id))}.");
        var accounts = app.Services.GetRequiredService<StaffAccounts>();
        if (await accounts.AddAsync(name, role, clinics) is not { } password) return await RefusedAsync($"'{name}' exists already; 'staff reset' gives a new password.");
        if (signIn is not null && !await accounts.KnownAsAsync(name, signIn)) return await RefusedAsync($"'{name}' was made, but '{signIn}' is empty, too long, or somebody else's sign-in name.");
        return await ToldAsync(app, name, password);
    }

    public static async Task<int> ResetAsync(VerbInput input)
    {
        var name = NameOf(input);
        await using var app = await CommsBotHost.CreateAsync(input.Host, use: DatabaseUse.Visit);
        return await app.Services.GetRequiredService<StaffAccounts>().ResetAsync(name) is { } password ? await ToldAsync(app, name, password) : await RefusedAsync(Unknown(name));
    }

    public static async Task<int> DisableAsync(VerbInput input)
    {
        var name = NameOf(input);
        await using var app = await CommsBotHost.CreateAsync(input.Host, use: DatabaseUse.Visit);
        if (!await app.Services.GetRequiredService<StaffAccounts>().DisableAsync(name)) return await RefusedAsync(Unknown(name));
        await Console.Out.WriteLineAsync($"{name} may no longer sign in; open sign-ins end within 30 seconds.");
        return 0;
    }

    private static string NameOf(VerbInput input) =>
        input.Only("NAME").Trim() is { Length: > 0 } name ? name : throw new UsageException("Missing: NAME.");

    private static async Task<int> ToldAsync(WebApplication app, string name, string password)
    {
        var console = new Uri(Outside(app), "/staff");
        var provider = app.Services.GetRequiredService<OidcSettings>();
        await using var db = app.Services.GetRequiredService<ClinicStore>().Read();
        var person = (await StaffPeople.FindAsync(db, name))!;
        if (provider.IsOn) await Console.Out.WriteLineAsync($"{name} signs in at {console} with {provider.Label} as {person.Email ?? "nobody yet: an administrator gives the name in the console"}.");
        if (!StaffSignInManager.MayUsePassword(provider, person)) return 0;
        await Console.Out.WriteLineAsync($"{name} signs in at {console} with the password {password}");
        await Console.Out.WriteLineAsync("It is told this once. The first sign-in sets up the second factor.");
        return 0;
    }

    // Nothing listens while a verb runs, so the address is the one in the settings.
    private static Uri Outside(WebApplication app) => app.Services.GetRequiredService<PublicSettings>().BaseUrl ?? new Uri((app.Configuration["urls"] ?? CommsBotHost.UsualAddress).Split(';')[0]);

    private static string Unknown(string name) => $"There is nobody named '{name}'.";

    private static async Task<int> RefusedAsync(string reason)
    {
        await Console.Error.WriteLineAsync(reason);
        return 1;
    }
}
