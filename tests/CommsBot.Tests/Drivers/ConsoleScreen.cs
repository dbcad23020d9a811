// What stands on a page is read from the renderer's own tree, as the libraries that test components do.
#pragma warning disable BL0006
using System.Net;
using System.Security.Claims;
using CommsBot.Handoff;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.HtmlRendering.Infrastructure;
using Microsoft.AspNetCore.Components.RenderTree;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.JSInterop;

namespace CommsBot.Tests.Drivers;

/// <summary>A page of the console that one person has open: it is read, typed into and clicked by the names of its <c>data-test</c>, without a browser.</summary>
internal sealed class ConsoleScreen : IAsyncDisposable
{
    private readonly AsyncServiceScope circuit;
    private readonly Screen screen;

    private ConsoleScreen(AsyncServiceScope circuit, Screen screen) => (this.circuit, this.screen) = (circuit, screen);

    /// <param name="tab">What the browser's tab remembers; a second page in it finds what the first kept.</param>
    /// <param name="address">What stands in the page's address, by the parameter's name.</param>
    public static async Task<ConsoleScreen> OpenAsync<TPage>(IServiceProvider services, DeskPerson person, BrowserTab? tab = null, params (string Name, object? Value)[] address) where TPage : IComponent
    {
        var circuit = services.CreateAsyncScope();
        ((IHostEnvironmentAuthenticationStateProvider)circuit.ServiceProvider.GetRequiredService<AuthenticationStateProvider>()).SetAuthenticationState(Task.FromResult(SignedIn(person)));
        ((IHostEnvironmentNavigationManager)circuit.ServiceProvider.GetRequiredService<NavigationManager>()).Initialize("http://localhost/", "http://localhost/staff");
        var screen = new Screen(new WithTab(circuit.ServiceProvider, tab ?? new BrowserTab()), circuit.ServiceProvider.GetRequiredService<ILoggerFactory>());
        await screen.Dispatcher.InvokeAsync(() => screen.ShowAsync(typeof(TPage), ParameterView.FromDictionary(address.ToDictionary(one => one.Name, one => one.Value))));
        return new ConsoleScreen(circuit, screen);
    }

    public async Task<string> HtmlAsync() => WebUtility.HtmlDecode(await screen.Dispatcher.InvokeAsync(screen.Html));

    public Task ClickAsync(string name, int which = 0) => ActAsync(name, which, ["onclick", "onsubmit"], new MouseEventArgs());

    public Task SubmitAsync(string name) => ActAsync(name, 0, ["onsubmit"], EventArgs.Empty);

    /// <summary>Types a text, chooses an option or, with true or false, sets a box.</summary>
    public Task SetAsync(string name, object value, int which = 0) => ActAsync(name, which, ["oninput", "onchange"], new ChangeEventArgs { Value = value });

    public async Task<int> CountAsync(string name) => await screen.Dispatcher.InvokeAsync(() => screen.Find(name).Count());

    private Task ActAsync(string name, int which, string[] events, EventArgs args) => screen.Dispatcher.InvokeAsync(() =>
    {
        var handlers = screen.Find(name).ElementAtOrDefault(which) ?? throw new InvalidOperationException($"Nothing on the page is called {name} ({which}).");
        var handler = events.Select(one => handlers.GetValueOrDefault(one)).FirstOrDefault(id => id != 0);
        return handler != 0 ? screen.DispatchEventAsync(handler, null, args) : throw new InvalidOperationException($"{name} does nothing.");
    });

    public async ValueTask DisposeAsync()
    {
        await screen.DisposeAsync();
        await circuit.DisposeAsync();
    }

    private static AuthenticationState SignedIn(DeskPerson person)
    {
        var claims = person.Clinics.Select(clinic => new Claim("clinic", clinic)).Append(new Claim(ClaimTypes.Name, person.Name)).Append(new Claim(ClaimTypes.Role, person.Role));
        return new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity(claims, "test")));
    }

    private sealed class Screen(IServiceProvider services, ILoggerFactory logs) : StaticHtmlRenderer(services, logs)
    {
        private int root;

        public async Task ShowAsync(Type page, ParameterView address)
        {
            root = AssignRootComponentId(InstantiateComponent(page));
            await RenderRootComponentAsync(root, address);
        }

        public string Html()
        {
            using var text = new StringWriter();
            WriteComponentHtml(root, text);
            return text.ToString();
        }

        /// <summary>The elements of that name in the page's order, each with its event handlers.</summary>
        public IEnumerable<Dictionary<string, ulong>> Find(string name) => Elements(root).Where(one => one.Name == name).Select(one => one.Handlers);

        private IEnumerable<(string? Name, Dictionary<string, ulong> Handlers)> Elements(int component)
        {
            var tree = GetCurrentRenderTreeFrames(component);
            var frames = tree.Array.AsSpan(0, tree.Count).ToArray();
            for (var at = 0; at < frames.Length; at++)
            {
                if (frames[at].FrameType == RenderTreeFrameType.Component)
                    foreach (var inner in Elements(frames[at].ComponentId)) yield return inner;
                if (frames[at].FrameType != RenderTreeFrameType.Element) continue;
                var attributes = frames.Skip(at + 1).TakeWhile(frame => frame.FrameType == RenderTreeFrameType.Attribute).ToList();
                yield return (attributes.Find(one => one.AttributeName == "data-test").AttributeValue as string,
                    attributes.Where(one => one.AttributeEventHandlerId != 0).ToDictionary(one => one.AttributeName, one => one.AttributeEventHandlerId));
            }
        }

        // So that a page does what it does once it stands in a browser.
        protected override Task UpdateDisplayAsync(in RenderBatch renderBatch) => Task.CompletedTask;
    }

    private sealed class WithTab(IServiceProvider services, BrowserTab tab) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(IJSRuntime) ? tab : services.GetService(serviceType);
    }
}

/// <summary>The browser's tab as the console's pages ask it: its storage, and no field of its own.</summary>
internal sealed class BrowserTab : IJSRuntime
{
    private readonly Dictionary<string, string> storage = [];

    public ValueTask<TValue> InvokeAsync<TValue>(string identifier, object?[]? args) => InvokeAsync<TValue>(identifier, default, args);

    public ValueTask<TValue> InvokeAsync<TValue>(string identifier, CancellationToken cancellationToken, object?[]? args)
    {
        if (identifier == "sessionStorage.setItem") storage[(string)args![0]!] = (string)args[1]!;
        if (identifier == "sessionStorage.removeItem") storage.Remove((string)args![0]!);
        var kept = identifier switch
        {
            "sessionStorage.getItem" => storage.GetValueOrDefault((string)args![0]!),
            "commsbotConsole.restoreText" => storage.GetValueOrDefault((string)args![1]!, ""),
            "commsbotConsole.textOf" => "",
            _ => null,
        };
        return ValueTask.FromResult(kept is TValue value ? value : default!);
    }
}
