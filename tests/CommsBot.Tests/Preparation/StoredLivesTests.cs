using CommsBot.Appointments;
using CommsBot.Clinics;
using CommsBot.Consent;
using CommsBot.Content;
using CommsBot.Engine;
using CommsBot.Handoff;
using CommsBot.Outbox;
using CommsBot.Patients;
using CommsBot.Preparation;
using CommsBot.Storage;
using CommsBot.Tests.Clinics;
using CommsBot.Tests.Outbox;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Tests.Preparation;

/// <summary>
/// Random lives of visits over the real store, plan and gate: booked, moved, cancelled, answered in time and late, opted out and in, in a crisis, on a dead
/// phone, all side by side while the clinic's clock goes on. Most happens to whom it can hurt: whose fast nears, and whose texts rest. What a patient got,
/// and what stands on the call list, is judged by rules written here once more.
/// </summary>
public sealed class StoredLivesTests
{
    private const int Lives = 200;
    private const int Moments = 14;
    private const int Looks = 72;
    private static readonly string[] Codes = ["30003", "30008", "30008", "30006", "30006", "30023", "30007", "21610"];

    /// <summary>Of each day. A fast is told between noon and four.</summary>
    private static readonly TimeOnly[] Hours = [new(9, 0), new(12, 0), new(13, 0), new(14, 0), new(15, 0), new(15, 45), new(21, 0)];

    [Fact]
    public async Task No_fast_leaves_held_or_stale_and_what_nobody_understood_is_a_call_by_its_last_moment()
    {
        var seed = Random.Shared.Next();
        await using var world = await World.OpenAsync(seed);
        for (var looks = 0; looks < Looks; looks++) await world.GoOnAsync();
        Assert.True(world.FastsSent > Lives / 4, $"Only {world.FastsSent} fasting texts left: the lives test nothing. Seed {seed}.");
    }

    private sealed class World : IAsyncDisposable
    {
        private const string Area = "+1713";

        private readonly int seed;
        private readonly Random random;
        private readonly TextHouse house;
        private readonly VisitPlans plans = new(ThePreparation.Shipped, TheClinic.Both, ApprovalBook.Of(ApprovedContent.Everything));
        private readonly PlanAnswers answers;
        private readonly PlannedCalls calls;
        private readonly List<int> living = [.. Enumerable.Range(0, Lives)];

        /// <summary>Whose texts rest for a crisis or a dead phone: what comes together with that is what went wrong before.</summary>
        private readonly HashSet<int> resting = [];

        /// <summary>When each visit starts.</summary>
        private readonly Dictionary<int, DateTimeOffset> starts = [];

        /// <summary>Whose fast a clinician must let go: a yes, a hold of staff, or a first answer after the screen's deadline, and no release or times since.</summary>
        private readonly HashSet<int> heldByRule = [];
        private int read;

        private World(int seed, TextHouse house)
        {
            (this.seed, this.house, random, answers) = (seed, house, new Random(seed), new PlanAnswers(plans));
            calls = new PlannedCalls(house.Store, new FastWords(ThePreparation.Shipped, TheClinic.Both), new Changes());
        }

        public int FastsSent { get; private set; }

        private DateTimeOffset Now => house.Clock.UtcNow;

        public static async Task<World> OpenAsync(int seed)
        {
            var world = new World(seed, await TextHouse.OpenAsync("2027-03-07 08:00", inMemory: true));
            await world.house.Store.Write(async db =>
            {
                for (var life = 0; life < Lives; life++) await world.BookAsync(db, life);
            });
            return world;
        }

        public async Task GoOnAsync()
        {
            house.Pass(NextLook() - Now);
            await house.Store.Write(async db =>
            {
                for (var left = Moments; left > 0 && living.Count > 0; left--) await HappenAsync(db, AnyLife());
            });
            await calls.OpenDueAsync(Now);
            await house.RunAsync();
            await JudgeTextsAsync();
            await ReceiptsAsync();
            await JudgeCallsAsync();
        }

        public ValueTask DisposeAsync() => house.DisposeAsync();

        private DateTimeOffset NextLook()
        {
            var today = house.Clinic.DateOf(Now);
            return Enumerable.Range(0, 2).SelectMany(day => Hours.Select(hour => house.Clinic.At(today.AddDays(day), hour))).First(moment => moment > Now);
        }

        private int AnyLife()
        {
            if (resting.Count > 0 && random.Next(2) == 0) return resting.ElementAt(random.Next(resting.Count));
            var near = random.Next(3) > 0 ? living.Where(life => starts[life] - Now < TimeSpan.FromHours(40)).ToList() : [];
            return near.Count > 0 ? near[random.Next(near.Count)] : living[random.Next(living.Count)];
        }

        private static string PhoneOf(int life) => $"{Area}{2000000 + life:D7}";

        private static string IdOf(int life) => $"visit-{life}";

        private async Task BookAsync(ClinicDb db, int life)
        {
            var phone = PhoneNumber.Parse(PhoneOf(life));
            var minor = random.Next(8) == 0;
            var patient = new Patient
            {
                Id = $"patient-{life}", ClinicId = house.Clinic.Id, FirstName = "Ana", Phone = phone.E164, PhoneHash = db.Cipher.LookUpHash(phone.E164), PhoneConfirmedAt = Now,
                BirthDate = minor ? "2012-05-04" : null, Language = random.Next(2) == 0 ? Language.English : Language.Spanish,
            };
            db.Patients.Add(patient);
            if (minor)
                db.Caregivers.Add(new Caregiver
                {
                    Id = $"mother-{life}", ClinicId = house.Clinic.Id, PatientId = patient.Id, Name = "Rosa", Phone = phone.E164, PhoneHash = patient.PhoneHash, Relation = "mother",
                    IsGuardian = true, GetsTexts = true, HearsFacts = true, Proof = "seen", ConfirmedAt = Now, By = "Dana", At = Now,
                });
            await ConsentLedger.Record(db, house.Clinic.Id, phone, ConsentPurpose.Preparation, granted: true, "May we text you?", "paper", "test", Now);
            var visit = new Appointment
            {
                ClinicId = house.Clinic.Id, Id = IdOf(life), PatientId = patient.Id, Protocol = "infusion", StartsAt = AnyStart(), Status = AppointmentStatus.Booked,
                ScreenState = random.Next(2) == 0 ? "cleared" : "unknown",
            };
            if (visit.ScreenState == "cleared") visit.ScreenSetBy = minor ? "Nora" : VisitRows.Patient;
            starts[life] = visit.StartsAt;
            if (!minor && random.Next(6) == 0) SetTimes(visit);
            db.Appointments.Add(visit);
            await plans.AnewAsync(db, visit, patient, "new", null, Now);
            await ForgetAsync(db);
        }

        // One person's rows are no concern of the next one's write.
        private static async Task ForgetAsync(ClinicDb db)
        {
            await db.SaveChangesAsync();
            db.ChangeTracker.Clear();
        }

        private DateTimeOffset AnyStart()
        {
            var day = house.Clinic.DateOf(Now).AddDays(random.Next(1, 11));
            return house.Clinic.At(day, new TimeOnly(random.Next(7, 17), 15 * random.Next(4)));
        }

        private async Task HappenAsync(ClinicDb db, int life)
        {
            var id = IdOf(life);
            var visit = await db.Appointments.AsTracking().SingleAsync(a => a.Id == id);
            if (visit.Status != AppointmentStatus.Booked || visit.StartsAt <= Now)
            {
                living.Remove(life);
                resting.Remove(life);
                return;
            }

            var patient = await db.Patients.AsTracking().SingleAsync(p => p.Id == visit.PatientId);
            // What ends a rest comes as often as what must outlast it.
            var @event = !resting.Contains(life) || random.Next(4) == 0 ? random.Next(24) : random.Next(2) == 0 ? 6 : 8;
            switch (@event)
            {
                case 0 or 1 or 2:
                    await MoveAsync(db, visit, patient, life);
                    break;
                case 3 when random.Next(3) == 0:
                    visit.Status = AppointmentStatus.Cancelled;
                    await plans.EndAsync(db, visit, patient, "cancelled", Now);
                    break;
                case 4 or 5:
                    var granted = await ConsentLedger.OptedOut(db, visit.ClinicId, patient.PhoneHash);
                    await ConsentLedger.Record(db, visit.ClinicId, PhoneNumber.Parse(patient.Phone), ConsentPurpose.All, granted, "words", "sms-keyword", "patient", Now);
                    await plans.RefreshNumberAsync(db, visit.ClinicId, patient.PhoneHash, Now);
                    break;
                case 6 or 7 or 22 or 23:
                    await CrisisAsync(db, patient, life);
                    break;
                case 8 or 9 or 10:
                    await HoldAsync(db, visit, patient, life);
                    break;
                case 11 or 12:
                    (visit.ScreenState, visit.ScreenSetBy) = ("cleared", "Nora");
                    heldByRule.Remove(life);
                    await plans.RefreshAsync(db, visit, patient, Now);
                    break;
                case 13 when patient.BirthDate is null && visit.ScreenState != "held":
                    SetTimes(visit);
                    await plans.AnewAsync(db, visit, patient, "changed", null, Now);
                    break;
                default:
                    await ReplyAsync(db, visit, patient, life);
                    break;
            }

            await ForgetAsync(db);
        }

        /// <summary>Another system's own times.</summary>
        private static void SetTimes(Appointment visit) => (visit.PreparationMode, visit.FoodUntil, visit.ClearLiquidsUntil, visit.PreparationSetBy) =
            (Appointment.Individual, visit.StartsAt.AddHours(-10), visit.StartsAt.AddHours(-3), "Lee");

        /// <summary>A yes in the patient's own words, or a hold of staff.</summary>
        private async Task HoldAsync(ClinicDb db, Appointment visit, Patient patient, int life)
        {
            heldByRule.Add(life);
            if (random.Next(3) > 0)
            {
                await answers.HealthToldAsync(db, visit.ClinicId, visit.Id, Now, told: null);
                return;
            }

            (visit.ScreenState, visit.ScreenSetBy) = ("held", "Dana Example RN");
            (visit.PreparationMode, visit.FoodUntil, visit.ClearLiquidsUntil, visit.PreparationSetBy) = (Appointment.Standard, null, null, null);
            await plans.RefreshAsync(db, visit, patient, Now);
        }

        private async Task MoveAsync(ClinicDb db, Appointment visit, Patient patient, int life)
        {
            var before = visit.StartsAt;
            visit.StartsAt = starts[life] = AnyStart();
            if (visit.PreparationMode == Appointment.Individual) SetTimes(visit);
            visit.UnderstoodVersion = null;
            await plans.AnewAsync(db, visit, patient, "moved", before < visit.StartsAt ? before : visit.StartsAt, Now);
        }

        private async Task CrisisAsync(ClinicDb db, Patient patient, int life)
        {
            await db.SaveChangesAsync();
            if (await db.Handoffs.AsTracking().FirstOrDefaultAsync(h => h.Kind == HandoffKind.Crisis && h.PhoneHash == patient.PhoneHash && h.State != HandoffState.Closed) is { } open)
            {
                resting.Remove(life);
                open.State = HandoffState.Closed;
                await PlannedTexts.ReleaseAsync(db, patient.ClinicId, patient.PhoneHash, text => text.Reason == Gate.InCrisis);
                return;
            }

            resting.Add(life);
            await TicketBook.OpenAsync(db, new NewTicket(patient.ClinicId, HandoffKind.Crisis, [], Language.English, Phone: PhoneNumber.Parse(patient.Phone), Reason: "crisis"), Now);
        }

        private async Task ReplyAsync(ClinicDb db, Appointment visit, Patient patient, int life)
        {
            resting.Remove(life);
            await NumberHolds.LiftAsync(db, visit.ClinicId, patient.PhoneHash);
            await db.SaveChangesAsync();
            var open = await AwaitedReplies.ReadAsync(db, ThePreparation.Shipped, house.Clinic, patient.PhoneHash, [patient.Id], Now, default);
            if (open.Count == 0) return;
            var text = open[random.Next(open.Count)];
            if (text.Kind != StepKind.Screen) await answers.UnderstoodAsync(db, visit.ClinicId, text, Now);
            else if (random.Next(3) == 0)
            {
                heldByRule.Add(life);
                await answers.ScreenHeldAsync(db, visit.ClinicId, text, Now);
                // As the turn does.
                await TicketBook.OpenAsync(db, new NewTicket(visit.ClinicId, HandoffKind.Clinical, [], Language.English, Phone: PhoneNumber.Parse(patient.Phone), AppointmentId: visit.Id, Reason: "screen-held"), Now);
            }
            else
            {
                var byText = !await ConsentLedger.OptedOut(db, visit.ClinicId, patient.PhoneHash);
                if (byText && visit.ScreenState == "unknown" && AnswerBy(visit) < Now) heldByRule.Add(life);
                await answers.ScreenClearedAsync(db, visit.ClinicId, text, Now);
            }
        }

        /// <summary>The screen's deadline: as the protocol says, and while staff can still mend a silence before the fast must be told.</summary>
        private DateTimeOffset AnswerBy(Appointment visit)
        {
            var (clinic, says) = (house.Clinic, ThePreparation.Infusion.Screen!.AnswerBy!);
            var told = clinic.Hours.LatestWithStaffedMinutes(60, visit.FoodUntil ?? FastTimes.By(clinic.Fasting!, visit.StartsAt).FoodUntil) ?? visit.StartsAt;
            var said = clinic.At(clinic.DateOf(visit.StartsAt).AddDays(-says.DaysBefore), says.At);
            return clinic.Hours.LatestWithStaffedMinutes(60, told) is { } staffed && staffed < said ? staffed : said;
        }

        /// <summary>Nothing happened between the claim and now: what the rows say holds for what just left.</summary>
        private async Task JudgeTextsAsync()
        {
            await using var db = house.Store.Read();
            foreach (var text in house.StandIn.Texts.Skip(read))
            {
                read++;
                var hash = db.Cipher.LookUpHash(text.To);
                if (await db.Patients.SingleOrDefaultAsync(p => p.PhoneHash == hash) is not { } patient) continue;
                var visit = await db.Appointments.SingleAsync(a => a.PatientId == patient.Id);
                var why = $"Seed {seed}, {visit.Id} at {Now:u}, starts {visit.StartsAt:u}, screen {visit.ScreenState} by {visit.ScreenSetBy}, born {patient.BirthDate}: {text.Body}";
                Assert.False(await ConsentLedger.OptedOut(db, visit.ClinicId, hash), $"They opted out. {why}");
                var language = patient.Language!.Value;
                var (day, time) = (PhoneText.Fold(ClockWords.ShortDay(house.Clinic.DateOf(visit.StartsAt), language)), ClockWords.Time(house.Clinic.Zone.TimeOf(visit.StartsAt), language));
                var speaksOfIt = text.Body.Contains(day, StringComparison.Ordinal) && text.Body.Contains(PhoneText.Fold(time), StringComparison.Ordinal);
                Assert.True(speaksOfIt || !text.Body.Contains("Your visit is", StringComparison.Ordinal), $"It is stale. {why}");
                if (!text.Body.Contains("Clear liquids", StringComparison.Ordinal) && !text.Body.Contains("Liquidos claros", StringComparison.Ordinal)) continue;
                FastsSent++;
                Assert.False(await db.Handoffs.AnyAsync(h => h.Kind == HandoffKind.Crisis && h.PhoneHash == hash && h.State != HandoffState.Closed), $"In a crisis. {why}");
                var byClinician = visit is { ScreenState: "cleared", ScreenSetBy: not "patient" };
                var life = int.Parse(visit.Id.AsSpan("visit-".Length), System.Globalization.CultureInfo.InvariantCulture);
                var nothingHolds = patient.BirthDate is null && !heldByRule.Contains(life) && (visit.ScreenState == "cleared" || visit.PreparationMode == Appointment.Individual);
                Assert.True(byClinician || nothingHolds, $"A held fast left. {why}");
                Assert.True(visit.Status == AppointmentStatus.Booked && visit.StartsAt > Now, $"It is about nothing. {why}");
                Assert.True(speaksOfIt, $"It is stale. {why}");
            }
        }

        private async Task ReceiptsAsync()
        {
            foreach (var text in house.StandIn.Texts.Where(text => text.Status == "queued").ToList())
            {
                // Some are heard of later, when the visit may have moved.
                if (random.Next(3) == 0) continue;
                var lost = random.Next(3) == 0;
                text.Status = lost ? "undelivered" : "delivered";
                var code = lost ? Codes[random.Next(Codes.Length)] : null;
                if (code == "30006" && text.To.StartsWith(Area, StringComparison.Ordinal)) resting.Add(int.Parse(text.To[^4..], System.Globalization.CultureInfo.InvariantCulture));
                await house.Receipts.TakeAsync(new Receipt(null, text.Sid, text.Status, code));
            }
        }

        private async Task JudgeCallsAsync()
        {
            await using var db = house.Store.Read();
            var now = Now;
            var open = (await db.Handoffs.Where(h => (h.Kind == HandoffKind.Call || h.Kind == HandoffKind.Clinical) && h.State != HandoffState.Closed && h.AppointmentId != null).Select(h => h.AppointmentId!).ToListAsync()).ToHashSet();
            var states = await ConsentLedger.StatesOf(db, house.Clinic.Id, await db.Patients.Select(p => p.PhoneHash).ToListAsync());
            var optedOut = (await db.Patients.Select(p => new { p.Id, p.PhoneHash }).ToListAsync()).Where(p => states[p.PhoneHash].OptedOut).Select(p => p.Id).ToHashSet();
            foreach (var visit in await db.Appointments.Where(a => a.Status == AppointmentStatus.Booked && a.StartsAt > now && a.UnderstoodVersion != a.PlanVersion)
                .Select(a => new { a.Id, a.StartsAt, a.PlanVersion, a.ScreenState, a.FoodUntil, a.PatientId }).ToListAsync())
            {
                if (open.Contains(visit.Id)) continue;
                Assert.False(optedOut.Contains(visit.PatientId), $"They opted out and nobody calls. Seed {seed}, {visit.Id} at {Now:u}, starts {visit.StartsAt:u}, screen {visit.ScreenState}");
                var food = visit.FoodUntil ?? FastTimes.By(house.Clinic.Fasting!, visit.StartsAt).FoodUntil;
                var last = house.Clinic.Hours.LatestWithStaffedMinutes(house.Clinic.Numbers.StaffedMinutesBeforeStep, food);
                Assert.False(last is null || last < Now, $"Nobody calls. Seed {seed}, {visit.Id} at {Now:u}, starts {visit.StartsAt:u}, screen {visit.ScreenState}, version {visit.PlanVersion}");
            }
        }
    }
}
