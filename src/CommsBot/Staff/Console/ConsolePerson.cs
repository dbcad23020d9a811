using CommsBot.Handoff;
using CommsBot.Staff.SignIn;
using Microsoft.AspNetCore.Components.Authorization;

namespace CommsBot.Staff.Console;

/// <summary>Who sits at this console, as the circuit's last check knows it.</summary>
internal sealed class ConsolePerson(AuthenticationStateProvider authentication)
{
    /// <summary>Null once the person was disabled or signed out elsewhere.</summary>
    public async Task<DeskPerson?> GetAsync() => StaffClaims.PersonOf((await authentication.GetAuthenticationStateAsync()).User);
}
