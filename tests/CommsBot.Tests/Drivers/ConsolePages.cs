using System.Net;
using System.Security.Claims;
using CommsBot.Handoff;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CommsBot.Tests.Drivers;

/// <summary>A page of the console as one person sees it when it opens, without a browser: what a circuit would send first.</summary>
internal static class ConsolePages
{
    /// <param name="id">What stands in the page's address; null where nothing does.</param>
    public static async Task<string> ShowAsync<TPage>(IServiceProvider services, DeskPerson person, string? id = null) where TPage : IComponent
    {
        await using var circuit = services.CreateAsyncScope();
        ((IHostEnvironmentAuthenticationStateProvider)circuit.ServiceProvider.GetRequiredService<AuthenticationStateProvider>()).SetAuthenticationState(Task.FromResult(SignedIn(person)));
        ((IHostEnvironmentNavigationManager)circuit.ServiceProvider.GetRequiredService<NavigationManager>()).Initialize("http://localhost/", "http://localhost/staff");
        await using var renderer = new HtmlRenderer(circuit.ServiceProvider, circuit.ServiceProvider.GetRequiredService<ILoggerFactory>());
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var parameters = id is null ? ParameterView.Empty : ParameterView.FromDictionary(new Dictionary<string, object?> { ["Id"] = id });
            return (await renderer.RenderComponentAsync<TPage>(parameters)).ToHtmlString();
        });
        return WebUtility.HtmlDecode(html);
    }

    private static AuthenticationState SignedIn(DeskPerson person)
    {
        var claims = person.Clinics.Select(clinic => new Claim("clinic", clinic)).Append(new Claim(ClaimTypes.Name, person.Name)).Append(new Claim(ClaimTypes.Role, person.Role));
        return new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity(claims, "test")));
    }
}
