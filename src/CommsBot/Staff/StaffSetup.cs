using Microsoft.AspNetCore.Antiforgery;
using CommsBot.Engine;
using CommsBot.Settings;
using CommsBot.Staff.Console;
using CommsBot.Staff.Audit;
using CommsBot.Staff.Calls;
using CommsBot.Staff.Figures;
using CommsBot.Staff.Glass;
using CommsBot.Staff.People;
using CommsBot.Staff.Presence;
using CommsBot.Staff.Queue;
using CommsBot.Staff.SignIn;
using CommsBot.Staff.Rights;
using CommsBot.Staff.Room;
using CommsBot.Staff.Search;
using CommsBot.Staff.Talk;
using CommsBot.Staff.Visits;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;
using MudBlazor.Services;

namespace CommsBot.Staff;

internal static class StaffSetup
{
    /// <summary>How long a disabled person's cookie is still believed; with the circuit's own check it stays under 30 seconds.</summary>
    private static readonly TimeSpan StampIsBelievedFor = TimeSpan.FromSeconds(15);

    public static void AddStaff(this WebApplicationBuilder builder, SettingsReader settings)
    {
        var staff = settings.Read<StaffSettings>("Staff");
        var services = builder.Services;
        services.AddSingleton<AuditLog>();
        services.AddSingleton<StaffSignIn>();
        services.AddSingleton<IPasswordHasher<StaffUser>, PasswordHasher<StaffUser>>();
        services.AddSingleton<StaffAccounts>();
        AddSignIn(services, builder.Environment);
        services.AddProvider(staff.Oidc, builder.Environment);
        AddConsole(services, builder.Environment);
    }

    private static void AddSignIn(IServiceCollection services, IHostEnvironment environment)
    {
        services.AddHttpContextAccessor();
        services.AddIdentityCore<StaffUser>(options =>
            {
                options.User.AllowedUserNameCharacters = "";
                options.Password.RequiredLength = 12;
                options.Password.RequireDigit = options.Password.RequireLowercase = options.Password.RequireUppercase = options.Password.RequireNonAlphanumeric = false;
                options.Lockout.MaxFailedAccessAttempts = 5;
                options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
            })
            .AddUserStore<StaffUserStore>()
            .AddSignInManager<StaffSignInManager>()
            .AddClaimsPrincipalFactory<StaffClaims>()
            .AddDefaultTokenProviders();
        services.AddPasskeys(environment.IsProduction());
        services.AddScoped(provider => (StaffSignInManager)provider.GetRequiredService<SignInManager<StaffUser>>());
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies(cookies => cookies.ApplicationCookie!.Configure(cookie =>
        {
            cookie.Cookie.Name = "commsbot-staff";
            cookie.Cookie.SecurePolicy = environment.IsProduction() ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
            cookie.LoginPath = cookie.AccessDeniedPath = "/staff/sign-in";
            cookie.ExpireTimeSpan = TimeSpan.FromHours(12);
        }));
        services.Configure<SecurityStampValidatorOptions>(options => options.ValidationInterval = StampIsBelievedFor);
        services.AddAntiforgery(options => options.Cookie.Name = "commsbot-form");
        services.AddAuthorization();
    }

    private static void AddConsole(IServiceCollection services, IHostEnvironment environment)
    {
        services.AddRazorComponents().AddInteractiveServerComponents(options => options.DetailedErrors = environment.IsDevelopment());
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, StaffCircuitGuard>();
        services.AddMudServices();
        services.AddScoped<ConsolePerson>();
        services.AddSingleton<OpenWorkReader>();
        services.AddSingleton<QueueReader>();
        services.AddSingleton<Viewers>();
        services.AddSingleton<StepIn>();
        services.AddSingleton<LiveChats>();
        services.AddSingleton<TodayReader>();
        services.AddSingleton<ClosureReader>();
        services.AddSingleton<BookingDesk>();
        services.AddSingleton<CallReader>();
        services.AddSingleton<PatientReader>();
        services.AddSingleton<PatientDesk>();
        services.AddSingleton<SearchReader>();
        services.AddSingleton<Invitations>();
        services.AddSingleton<PeopleDesk>();
        services.AddSingleton<AuditReader>();
        services.AddSingleton<BrokenGlass>();
        services.AddSingleton<FigureReader>();
        services.AddSingleton<AlarmReader>();
        services.AddSingleton<RoomReader>();
        services.AddSingleton<RoomDesk>();
        services.AddSingleton<RecallList>();
        services.AddSingleton<ApprovalWarnings>();
        services.AddSingleton<PolledWork>(provider => provider.GetRequiredService<ApprovalWarnings>().LookAsync);
        services.AddSingleton<RoomEvaluation>();
        services.AddSingleton<QuestionList>();
        services.AddSingleton<TicketReader>();
        services.AddSingleton<BoardReader>();
        services.AddSingleton<CallListReader>();
    }

    public static void UseStaff(this WebApplication app)
    {
        app.UseConsoleHeaders();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        // Endpoints whose form is read by generated code would fail instead of refusing.
        app.Use((http, next) =>
        {
            if (http.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: false }) return next(http);
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return Task.CompletedTask;
        });
    }

    public static void MapStaff(this WebApplication app)
    {
        app.MapStaticAssets();
        app.MapSignIn();
        app.MapRoom();
        app.MapStaffFiles();
        app.MapRazorComponents<ConsoleDocument>().AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null).RequireAuthorization();
    }
}
