using Credits.Functions.Payments;

namespace Credits.Functions.Tests.Purchases;

/// <summary>A payment provider in memory: what it says of a payment is what tests did to it.</summary>
internal sealed class Till : IPayments
{
    /// <summary>A small one, so that tests turn pages.</summary>
    public const int PageSize = 2;

    private readonly Dictionary<string, Payment> _payments = [];
    private readonly List<(string Id, DateTimeOffset At)> _begun = [];
    private readonly Dictionary<string, (ChargeOrder Order, Payment Payment)> _charged = [];

    public bool AreSetUp => true;

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The cards that the customer has left.</summary>
    public List<PaymentMethod> Cards { get; } = [];

    /// <summary>What becomes of a charge.</summary>
    public Func<ChargeOrder, PaymentStatus> Bank { get; set; } = _ => PaymentStatus.Succeeded;

    /// <summary>Runs after a charge is made and before it is answered, so that the answer can be lost.</summary>
    public Action BeforeChargeIsAnswered { get; set; } = () => { };

    /// <summary>What was charged, each once, as it is now.</summary>
    public IReadOnlyList<Payment> Charges => [.. _charged.Values.Select(charged => _payments[charged.Payment.Id])];

    /// <summary>Runs before each answer about a payment, so that something can happen between two answers.</summary>
    public Action BeforeAnswer { get; set; } = () => { };

    public Payment this[string id]
    {
        get => _payments[id];
        set
        {
            if (!_payments.ContainsKey(id)) _begun.Add((id, Clock.GetUtcNow()));
            _payments[id] = value;
        }
    }

    public Task<string> MakeCustomer(AccountId account, string? name, CancellationToken cancellation) => Task.FromResult($"cus_{account}");

    public Task<CheckoutPage> OpenCheckout(CheckoutOrder order, CancellationToken cancellation) => Task.FromResult(new CheckoutPage("cs_1", "https://pay.example/cs_1"));

    public Task<CheckoutPage> OpenSetup(SetupOrder order, CancellationToken cancellation) => throw new NotSupportedException("Nobody leaves a card at this till.");

    public Task<IReadOnlyList<PaymentMethod>> PaymentMethods(string customer, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<PaymentMethod>>([.. Cards]);

    public Task<bool> Detach(string customer, string paymentMethodId, CancellationToken cancellation) => Task.FromResult(Cards.RemoveAll(card => card.Id == paymentMethodId) > 0);

    public Task<Payment> Charge(ChargeOrder order, CancellationToken cancellation)
    {
        if (_charged.TryGetValue(order.IdempotencyKey, out var earlier))
            return earlier.Order == order ? Task.FromResult(earlier.Payment) : throw new PaymentRefusedException("idempotency_error");
        if (!Cards.Any(card => card.Id == order.PaymentMethod)) throw new PaymentRefusedException("resource_missing");

        var status = Bank(order);
        var payment = new Payment($"pi_{Guid.NewGuid():N}", status == PaymentStatus.Succeeded ? order.Price : null, order.For, Refunded: 0, Lost: 0)
        {
            Status = status,
            DeclineCode = status == PaymentStatus.Declined ? "insufficient_funds" : null,
            TopUp = order.TopUp,
        };
        _charged.Add(order.IdempotencyKey, (order, payment));
        this[payment.Id] = payment;
        BeforeChargeIsAnswered();
        return Task.FromResult(payment);
    }

    public Task<Payment?> Cancel(string paymentId, CancellationToken cancellation)
    {
        if (_payments.TryGetValue(paymentId, out var payment) && payment is { Status: not (PaymentStatus.Succeeded or PaymentStatus.Processing) }) _payments[paymentId] = payment with { Status = PaymentStatus.Canceled };
        return Task.FromResult(_payments.GetValueOrDefault(paymentId));
    }

    /// <summary>The invoices that there are.</summary>
    public Dictionary<string, Invoice> Invoices { get; } = [];

    public Task<Invoice?> FindInvoice(string invoiceId, CancellationToken cancellation) => Task.FromResult(Invoices.GetValueOrDefault(invoiceId));

    public Task<Payment?> Find(string paymentId, CancellationToken cancellation)
    {
        BeforeAnswer();
        return Task.FromResult(_payments.GetValueOrDefault(paymentId));
    }

    public Task<PaymentPage> List(DateTimeOffset from, DateTimeOffset until, string? after, CancellationToken cancellation)
    {
        var rest = _begun.AsEnumerable().Reverse().SkipWhile(begun => after is not null && begun.Id != after).Skip(after is null ? 0 : 1).Where(begun => from <= begun.At && begun.At < until).ToList();
        var page = rest.Take(PageSize).Select(begun => _payments[begun.Id]).ToList();
        return Task.FromResult(new PaymentPage([.. page.Where(payment => payment.For is not null)], rest.Count > PageSize ? page[^1].Id : null));
    }
}
