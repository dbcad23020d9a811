namespace CommsBot.Tests.Drivers;

/// <summary>Fixed values of the tests.</summary>
internal static class The
{
    public const string Clinic = "mind-balance";
    public const string ClinicNumber = "+12815550100";
    public const string ClinicPhone = "(281) 555-0120";
    public const string OtherClinic = "river-bend";
    public const string OtherClinicNumber = "+13035550100";

    public const string StaffMember = "Dana Reed";
    public const string StaffKey = "key-of-role-staff-in-tests";
    public const string ColleagueKey = "key-of-a-colleague-in-tests";
    public const string FrontDeskKey = "key-of-the-front-desk-in-tests";
    public const string ReadKey = "key-of-role-read-in-tests";
    public const string AppointmentsKey = "key-of-role-appointments-in-tests";
    public const string WebChatKey = "key-of-role-webchat-in-tests";
    public const string OtherClinicKey = "key-of-the-other-clinic-in-tests";

    /// <summary>Monday, the clinic is open (8 AM to 5 PM Central).</summary>
    public const string OpenHour = "2027-03-08T10:00-06:00";

    /// <summary>Saturday: closed until Monday 8 AM.</summary>
    public const string ClosedHour = "2027-03-06T22:30-06:00";

    public const string Numbers = "Emergency: call 911. Crisis: call or text 988. Our phone: (281) 555-0120.";
}
